const ROLE = '"role"'
const USER = /^"role"\s*:\s*"user"/
/** Longer than a role with space around its colon. */
const ROLE_BYTES = 32

/**
 * Whether the last message of a person's is a question, and not the result of
 * a tool that an answer asked for: there a conversation may move without
 * losing what belongs together. Read backwards off the bytes of the body.
 * Messages of the system may come after it. What cannot be told begins none.
 */
export function beginsTurn(chunks: readonly Buffer[]): boolean {
  const [only] = chunks
  const body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
  let at = body.lastIndexOf(ROLE)
  while (at >= 0 && !USER.test(body.toString('latin1', at, at + ROLE_BYTES))) at = before(body, at)
  // A role may stand before the content of its message or behind it.
  return at >= 0 && !body.includes('"tool_result"', Math.max(0, before(body, at)))
}

/** Where the role before this one stands; -1 when there is none. */
const before = (body: Buffer, at: number): number => (at === 0 ? -1 : body.lastIndexOf(ROLE, at - 1))
