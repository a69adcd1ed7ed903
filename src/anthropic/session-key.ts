/**
 * Which conversation a request belongs to. Claude Code says so in a header and,
 * for messages, in `metadata.user_id`; of other clients the beginning of the
 * conversation tells, which every one of its requests repeats.
 */
import { createHash } from 'node:crypto'
import { header, type HeaderLines } from './headers.ts'
import { asText, parseObject } from './json.ts'
import { elementsOf, valuesIn } from './peek.ts'
import { textHead } from './text-head.ts'

const SESSION_HEADER = 'x-claude-code-session-id'
/** So much of the system prompt and of the first message tells conversations apart. */
const HEAD_CHARACTERS = 2_000

/** The session's key, or null where nothing tells. `chunks` are a message's body; null for other requests. */
export function sessionKey(headers: HeaderLines, chunks: readonly Buffer[] | null): string | null {
  const named = header(headers, SESSION_HEADER)
  if (named !== null && named !== '') return named
  if (chunks === null || chunks.length === 0) return null
  const values = valuesIn(chunks, ['metadata', 'system', 'messages'])
  return sessionIn(values.get('metadata')) ?? keyOfBeginning(headers, values)
}

/** Claude Code writes a JSON string with a `session_id`; older ones `user_…_account_…_session_UUID`. */
function sessionIn(metadata: Buffer | undefined): string | null {
  const userId = asText(parseObject(metadata?.toString() ?? '')?.['user_id'])
  const written = asText(parseObject(userId)?.['session_id'])
  if (written !== '') return written
  return /_session_([0-9a-f-]{36})$/i.exec(userId)?.[1] ?? null
}

function keyOfBeginning(headers: HeaderLines, values: ReadonlyMap<string, Buffer>): string | null {
  const messages = values.get('messages')
  const [first] = messages === undefined ? [] : elementsOf(messages)
  const content = first === undefined ? undefined : valuesIn([first], ['content']).get('content')
  const said = headOf(content)
  if (said === '') return null
  const token = header(headers, 'authorization') ?? header(headers, 'x-api-key') ?? ''
  const hash = createHash('sha256')
  for (const part of [token.slice(0, HEAD_CHARACTERS), headOf(values.get('system')), said]) {
    hash.update(`${part}\n`)
  }
  return hash.digest('base64url')
}

const headOf = (content: Buffer | undefined): string =>
  content === undefined ? '' : textHead(content, HEAD_CHARACTERS)
