/**
 * Looks up members of a JSON object in its bytes, without building anything:
 * bodies reach megabytes and two short values are wanted. Claude Code and the
 * SDK write `model` first and `stream` last, so both ends are tried before the
 * walk. A body that is not JSON yields nothing: judging it is the endpoint's
 * business.
 */
export interface Peek extends ModelSeen {
  /** Whether the answer is asked for as a stream. */
  readonly stream: boolean
}

export interface ModelSeen {
  readonly model: string | null
  /** Where its JSON value stands in the body; null without a model. */
  readonly modelAt: Span | null
}

/** Bytes `from` up to, not including, `to`. */
export interface Span {
  readonly from: number
  readonly to: number
}

const NO_MODEL: ModelSeen = { model: null, modelAt: null }
export const NOTHING_SEEN: Peek = { ...NO_MODEL, stream: false }

const QUOTE = 34
const BACKSLASH = 92
const TAIL_BYTES = 64

/** Looks into a body in the chunks in which it came. Joins them only when the two ends do not tell. */
export function peek(chunks: readonly Buffer[]): Peek {
  const [head] = chunks
  const end = chunks.at(-1)
  if (head === undefined || end === undefined) return NOTHING_SEEN
  const tail = end.toString('latin1', Math.max(0, end.length - TAIL_BYTES))
  const streamLast = STREAM_LAST.exec(tail)?.[1]
  const first = streamLast === undefined ? NO_MODEL : modelIn(head, members(head, ['model']))
  if (streamLast !== undefined && first.model !== null) return { ...first, stream: streamLast === 'true' }
  const body = chunks.length === 1 ? head : Buffer.concat(chunks)
  const found = members(body, mayHaveStream(body) ? ['model', 'stream'] : ['model'])
  const stream = found.get('stream')
  const isStream =
    stream !== undefined && body.toString('latin1', stream.from, stream.to).trimEnd() === 'true'
  return { ...modelIn(body, found), stream: isStream }
}

/** Spares the walk through the whole of most bodies without one; a key may be written with escapes of its letters. */
function mayHaveStream(body: Buffer): boolean {
  for (let at = 0; at < body.length; at += PIECE_BYTES) {
    if (STREAM_SOMEWHERE.test(body.toString('latin1', at, at + PIECE_BYTES + OVERLAP_BYTES))) return true
  }
  return false
}

/** One expression finds either in half the time that two searches of the bytes take. */
const STREAM_SOMEWHERE = /"stream"|\\u00[67]/
/** There are bodies that are longer than a string can be. */
const PIECE_BYTES = 2 ** 20
const OVERLAP_BYTES = '"stream"'.length - 1

/** In a JSON object this can only be its last member: a quote after a comma opens a string or closes a document that is none. */
const STREAM_LAST = /[{,]\s*"stream"\s*:\s*(true|false)\s*\}\s*$/

/** The same for a body that never asks for a stream. */
export function peekModel(chunks: readonly Buffer[]): ModelSeen {
  const [head] = chunks
  if (head === undefined) return NO_MODEL
  const seen = modelIn(head, members(head, ['model']))
  if (seen.model !== null || chunks.length === 1) return seen
  const body = Buffer.concat(chunks)
  return modelIn(body, members(body, ['model']))
}

function modelIn(body: Buffer, found: ReadonlyMap<string, Span>): ModelSeen {
  const modelAt = found.get('model')
  const model = modelAt === undefined ? null : parsedString(body.toString('utf8', modelAt.from, modelAt.to))
  return modelAt === undefined || model === null ? NO_MODEL : { model, modelAt }
}

function parsedString(json: string): string | null {
  if (!json.startsWith('"')) return null
  try {
    return JSON.parse(json) as string
  } catch {
    return null
  }
}

/** The JSON of the wanted top-level members. */
export function valuesIn(chunks: readonly Buffer[], wanted: readonly string[]): ReadonlyMap<string, Buffer> {
  const [only] = chunks
  const body = chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)
  return new Map([...members(body, wanted)].map(([key, { from, to }]) => [key, body.subarray(from, to)]))
}

/** The JSON of each element of a list, as far as it goes; of anything else none. */
export function* elementsOf(list: Buffer): Generator<Buffer> {
  if (list[0] !== 0x5b) return
  let from = skipSpace(list, 1)
  for (let to = valueEnd(list, from); to > from; to = valueEnd(list, from)) {
    yield list.subarray(from, to)
    from = skipSpace(list, to)
    if (list[from] !== 0x2c) return
    from = skipSpace(list, from + 1)
  }
}

/** Where the values of the wanted top-level members stand; the walk ends when it has them all. */
function members(body: Buffer, wanted: readonly string[]): ReadonlyMap<string, Span> {
  const found = new Map<string, Span>()
  let at = skipSpace(body, 0)
  if (body[at] !== 0x7b) return found
  at = skipSpace(body, at + 1)
  while (body[at] === QUOTE && found.size < wanted.length) {
    const keyEnd = stringEnd(body, at)
    const key = keyIn(body.toString('latin1', at, keyEnd))
    at = skipSpace(body, keyEnd)
    if (body[at] !== 0x3a) break
    const from = skipSpace(body, at + 1)
    const to = valueEnd(body, from)
    if (to <= from) break
    if (wanted.includes(key) && !found.has(key)) found.set(key, { from, to })
    at = skipSpace(body, to)
    if (body[at] !== 0x2c) break
    at = skipSpace(body, at + 1)
  }
  return found
}

/** A key may be written with escapes too. */
const keyIn = (json: string): string => (json.includes('\\') ? (parsedString(json) ?? '') : json.slice(1, -1))

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
