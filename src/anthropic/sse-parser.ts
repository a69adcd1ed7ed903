/**
 * Finds the events in a byte stream without touching the bytes. A stream may
 * be split anywhere, end its lines with LF, CRLF or CR, hold comments, spread
 * data over lines and lack the last newline. Text is decoded only where an
 * event is looked into, so that watching costs little.
 * Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export interface SseEvent {
  /** The `event:` field; empty when there was none. */
  readonly name: string
  /** Decodes the `data:` lines, joined by newlines. Valid only during the call that hands over the event. */
  data(): string
  /** Where the event ends, as an offset into the chunk being fed. */
  readonly endsAt: number
}

const LF = 10
const CR = 13
const COLON = 58
const SPACE = 32

/** A piece of a chunk; cheaper than a Buffer of its own, and most are never looked into. */
interface Span {
  readonly of: Buffer
  readonly from: number
  readonly to: number
}

/** Collects lines into events and hands each to `onEvent`. */
export class SseParser {
  readonly #onEvent: (event: SseEvent) => void
  /** The beginning of a line whose end has not come yet. */
  #partial: Buffer[] = []
  #partialBytes = 0
  /** The last byte was a CR, which already ended its line: an LF now belongs to it. */
  #afterCr = false
  #name = ''
  #data: Span[] = []
  #dataBytes = 0

  constructor(onEvent: (event: SseEvent) => void) {
    this.#onEvent = onEvent
  }

  /** Bytes of the event that has not ended yet. */
  get pendingBytes(): number {
    return this.#dataBytes + this.#partialBytes
  }

  feed(chunk: Buffer): void {
    if (chunk.length === 0) return
    let start = this.#afterCr && chunk[0] === LF ? 1 : 0
    let lf = next(chunk, LF, start)
    let cr = next(chunk, CR, start)
    for (let at = Math.min(lf, cr); at < chunk.length; at = Math.min(lf, cr)) {
      // An LF right behind a CR is the second half of the same line end.
      const endsAt = at === cr && chunk[at + 1] === LF ? at + 2 : at + 1
      if (this.#partialBytes === 0) this.#line(chunk, start, at, endsAt)
      else this.#joinedLine(chunk.subarray(start, at), endsAt)
      start = endsAt
      if (lf < start) lf = next(chunk, LF, start)
      if (cr < start) cr = next(chunk, CR, start)
    }
    this.#afterCr = chunk[chunk.length - 1] === CR
    if (start < chunk.length) this.#keep(chunk.subarray(start))
  }

  #keep(partial: Buffer): void {
    this.#partial.push(partial)
    this.#partialBytes += partial.length
  }

  /** The stream is over: an event that lacks its blank line counts all the same. */
  end(): void {
    if (this.#partialBytes > 0) this.#joinedLine(Buffer.alloc(0), 0)
    this.#dispatch(0)
  }

  #joinedLine(rest: Buffer, endsAt: number): void {
    const line = Buffer.concat([...this.#partial, rest])
    this.#partial = []
    this.#partialBytes = 0
    this.#line(line, 0, line.length, endsAt)
  }

  #line(of: Buffer, from: number, to: number, endsAt: number): void {
    if (from === to) {
      this.#dispatch(endsAt)
      return
    }
    const name = fieldOf(of, from, to)
    if (name === '') return
    const colonAt = from + name.length
    const valueFrom = Math.min(to, of[colonAt + 1] === SPACE ? colonAt + 2 : colonAt + 1)
    if (name === 'event') {
      this.#name = of.toString('latin1', valueFrom, to)
      return
    }
    this.#data.push({ of, from: valueFrom, to })
    this.#dataBytes += to - valueFrom
  }

  #dispatch(endsAt: number): void {
    const name = this.#name
    const lines = this.#data
    this.#name = ''
    if (lines.length === 0) return
    this.#data = []
    this.#dataBytes = 0
    const data = () => lines.map(({ of, from, to }) => of.toString('utf8', from, to)).join('\n')
    this.#onEvent({ name, endsAt, data })
  }
}

/**
 * Where a byte stands next, from `from` on; the length of the chunk when nowhere. Buffer's own search takes a tenth of
 * the time of a loop here; that an event is over, by an empty line, is seen without one.
 */
function next(chunk: Buffer, byte: number, from: number): number {
  if (from >= chunk.length || chunk[from] === byte) return from
  const at = chunk.indexOf(byte, from)
  return at < 0 ? chunk.length : at
}

const EVENT = Buffer.from('event')
const DATA = Buffer.from('data')

/** The field that a line holds, of the two that matter here; empty for every other line. */
function fieldOf(of: Buffer, from: number, to: number): 'event' | 'data' | '' {
  if (isField(DATA, of, from, to)) return 'data'
  return isField(EVENT, of, from, to) ? 'event' : ''
}

/** A field's name ends at a colon or at the end of its line. */
function isField(field: Buffer, of: Buffer, from: number, to: number): boolean {
  for (let i = 0; i < field.length; i++) if (of[from + i] !== field[i]) return false
  const endsAt = from + field.length
  return endsAt === to || (endsAt < to && of[endsAt] === COLON)
}
