/**
 * Looks up members of a JSON object in its bytes, without building anything:
 * bodies reach megabytes and two short values are wanted. Claude Code and the
 * SDK write `model` first and `stream` last, so both ends are tried before the
 * walk. A body that is not JSON yields nothing: judging it is the endpoint's
 * business.
 */
export interface Peek {
  readonly model: string | null
  /** Whether the answer is asked for as a stream. */
  readonly stream: boolean
}

const QUOTE = 34
const BACKSLASH = 92
const TAIL_BYTES = 64

/** Looks into a body in the chunks in which it came. Joins them only when the two ends do not tell. */
export function peek(chunks: readonly Buffer[]): Peek {
  const [head] = chunks
  const end = chunks.at(-1)
  if (head === undefined || end === undefined) return { model: null, stream: false }
  const tail = end.toString('latin1', Math.max(0, end.length - TAIL_BYTES))
  const streamLast = STREAM_LAST.exec(tail)?.[1]
  const model = streamLast === undefined ? null : text(members(head, ['model']).get('model'))
  if (streamLast !== undefined && model !== null) return { model, stream: streamLast === 'true' }
  const found = members(chunks.length === 1 ? head : Buffer.concat(chunks), ['model', 'stream'])
  return { model: text(found.get('model')), stream: found.get('stream') === 'true' }
}

/** In a JSON object this can only be its last member: a quote after a comma opens a string or closes a document that is none. */
const STREAM_LAST = /[{,]\s*"stream"\s*:\s*(true|false)\s*\}\s*$/

function text(json: string | undefined): string | null {
  if (json?.startsWith('"') !== true) return null
  try {
    return JSON.parse(json) as string
  } catch {
    return null
  }
}

/** The raw JSON of the wanted top-level members; the walk ends when it has them all. */
function members(body: Buffer, wanted: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let at = skipSpace(body, 0)
  if (body[at] !== 0x7b) return found
  at = skipSpace(body, at + 1)
  while (body[at] === QUOTE && found.size < wanted.length) {
    const keyEnd = stringEnd(body, at)
    const key = body.toString('latin1', at + 1, keyEnd - 1)
    at = skipSpace(body, keyEnd)
    if (body[at] !== 0x3a) break
    const valueAt = skipSpace(body, at + 1)
    at = valueEnd(body, valueAt)
    if (at <= valueAt) break
    if (wanted.includes(key) && !found.has(key)) found.set(key, body.toString('utf8', valueAt, at).trimEnd())
    at = skipSpace(body, at)
    if (body[at] !== 0x2c) break
    at = skipSpace(body, at + 1)
  }
  return found
}

function skipSpace(body: Buffer, from: number): number {
  let at = from
  while (body[at] === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += 1
  return at
}

/** Just past the string that opens at `from`; the end of the body when it never closes. */
function stringEnd(body: Buffer, from: number): number {
  let at = from + 1
  while (at < body.length && body[at] !== QUOTE) at += body[at] === BACKSLASH ? 2 : 1
  return Math.min(at + 1, body.length)
}

/** Just past the value that begins at `from`: a string, a container, or a bare word. */
function valueEnd(body: Buffer, from: number): number {
  let depth = 0
  let at = from
  while (at < body.length) {
    const byte = body[at]
    if (byte === QUOTE) at = stringEnd(body, at)
    else {
      if (byte === 0x7b || byte === 0x5b) depth += 1
      else if (byte === 0x7d || byte === 0x5d) depth -= 1
      else if (byte === 0x2c && depth === 0) return at
      if (depth < 0) return at
      at += 1
    }
    if (depth === 0 && isContainerOrString(body[at - 1])) return at
  }
  return at
}

const isContainerOrString = (byte: number | undefined): boolean =>
  byte === QUOTE || byte === 0x7d || byte === 0x5d
