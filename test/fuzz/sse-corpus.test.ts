/**
 * Every stream of the corpus, cut in two at every byte: what a reader says of
 * it, and which bytes pass, must not depend on where the network cuts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Step } from '../../src/anthropic/reader.ts'
import { StreamReader } from '../../src/anthropic/stream-reader.ts'
import { NO_RECEIPT, type Receipt, type Usage } from '../../src/core/usage.ts'

const folder = fileURLToPath(new URL('../data/sse/', import.meta.url))
const LIMITS = { events: 256, bytes: 2 ** 20 }

/** What becomes of a stream: how it ends, and how much of it the client gets (null: nothing). */
interface Read {
  readonly ending: 'finish' | 'error-inside' | 'cut' | 'nothing-inside' | 'no-message-inside'
  readonly passed: Buffer | null
  readonly receipt: Receipt
}

/** Reads pieces the way an attempt does, up to the end of the connection. */
function read(pieces: readonly Buffer[]): Read {
  const reader = new StreamReader(LIMITS)
  const kept: Buffer[] = []
  let isCommitted = false
  const taken = (step: Step, piece: Buffer): Read | null => {
    if (step.kind === 'hold') kept.push(piece)
    else if (step.kind !== 'fail' || isCommitted) {
      isCommitted = true
      kept.push(step.bytes)
    }
    const passed = isCommitted ? Buffer.concat(kept) : null
    const { receipt } = reader
    if (step.kind === 'finish') return { ending: 'finish', passed, receipt }
    return step.kind === 'fail' ? { ending: endingOf(step), passed, receipt } : null
  }
  for (const piece of pieces) {
    const heldBytes = isCommitted ? null : kept.reduce((sum, one) => sum + one.length, 0)
    const over = taken(reader.onChunk(piece, heldBytes), piece)
    if (over !== null) return over
  }
  const over = taken(reader.onEnd(isCommitted ? null : Buffer.concat(kept)), Buffer.alloc(0))
  if (over === null) throw new Error('the reader did not come to an end')
  return over
}

function endingOf({ fault }: Extract<Step, { kind: 'fail' }>): Read['ending'] {
  const { kind } = fault
  if (kind === 'error-inside' || kind === 'cut' || kind === 'nothing-inside' || kind === 'no-message-inside')
    return kind
  throw new Error(`a stream does not end in ${kind}`)
}

const STOP = Buffer.from('message_stop"}')
/** Where the event that says so ends, whatever comes behind. */
function endOfStop(bytes: Buffer): number {
  let end = bytes.indexOf(STOP) + STOP.length
  while (bytes[end] === 0x0a || bytes[end] === 0x0d) end += 1
  return end
}

/** What may become of a stream. The client gets its first `least` to `most` bytes. */
interface Expected {
  readonly ending: Read['ending']
  readonly passes: { readonly least: number; readonly most: number } | 'nothing'
  /** Content and failure may come in one piece: then nothing has passed, and another endpoint may be asked. */
  readonly mayPassNothing?: true
  /** As most say it, unless told. */
  readonly receipt?: Receipt
}

const USAGE: Usage = {
  ...{ input: 12, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, webSearches: 0 },
  ...{ tier: null, speed: null, place: null, isPartial: false },
}
const receiptOf = (stopReason: string | null, output: number): Receipt => {
  return { model: 'claude-opus-5-5', stopReason, usage: { ...USAGE, output } }
}

const begun = receiptOf(null, 1)

/** What streams say of themselves that say something else than most, or do not come to their end. */
const RECEIPTS: Readonly<Record<string, Receipt>> = {
  tool: receiptOf('tool_use', 9),
  'tool-without-input': receiptOf('tool_use', 9),
  'no-text': receiptOf('max_tokens', 9),
  'cut-before-content': begun,
  'cut-in-an-event': begun,
  'error-after-content': begun,
  'error-before-content': begun,
  'stop-without-content': begun,
  'error-first': NO_RECEIPT,
  html: NO_RECEIPT,
  caches: {
    ...{ model: 'claude-haiku-4-5-20251001', stopReason: 'max_tokens' },
    usage: {
      ...{ input: 4, output: 532, cacheRead: 30_000, cacheWrite5m: 200, cacheWrite1h: 1_000, webSearches: 2 },
      ...{ tier: 'standard', speed: null, place: 'not_available', isPartial: false },
    },
  },
}

const whole = (bytes: Buffer): Expected => {
  return { ending: 'finish', passes: { least: bytes.length, most: bytes.length } }
}
/** A final CRLF counts from its CR on. */
const upToStop = (bytes: Buffer): Expected => {
  const most = endOfStop(bytes)
  return { ending: 'finish', passes: { least: bytes[most - 2] === 0x0d ? most - 1 : most, most } }
}
const nothing = (ending: Read['ending']) => (): Expected => ({ ending, passes: 'nothing' })

/** Streams that do not end with `message_stop` on a line of its own. */
const OTHERS: Readonly<Record<string, (bytes: Buffer) => Expected>> = {
  'no-stop': whole,
  'multi-line-data': whole,
  'error-first': nothing('error-inside'),
  'error-before-content': nothing('error-inside'),
  // The beginning of the error may be out before it is known for one; no client acts on half an event.
  'error-after-content': (bytes) => {
    const passes = { least: bytes.indexOf('event: error'), most: bytes.length }
    return { ending: 'error-inside', passes, mayPassNothing: true }
  },
  'cut-before-content': nothing('cut'),
  'cut-in-an-event': (bytes) => ({ ...whole(bytes), ending: 'cut' }),
  'stop-without-content': nothing('nothing-inside'),
  html: nothing('no-message-inside'),
}

function expectRead(pieces: readonly Buffer[], bytes: Buffer, expected: Expected, where: string): void {
  const { ending, passed, receipt } = read(pieces)
  expect(ending, where).toBe(expected.ending)
  expect(receipt, where).toEqual(expected.receipt ?? receiptOf('end_turn', 9))
  if (passed === null) {
    expect(expected.passes === 'nothing' || expected.mayPassNothing === true, where).toBe(true)
    return
  }
  const { least, most } = expected.passes === 'nothing' ? { least: Infinity, most: -1 } : expected.passes
  expect(passed.length, where).toBeGreaterThanOrEqual(least)
  expect(passed.length, where).toBeLessThanOrEqual(most)
  expect(passed.equals(bytes.subarray(0, passed.length)), where).toBe(true)
}

const CORPUS = readdirSync(folder).map((file) => file.replace(/\.sse$/, ''))

test.each(CORPUS)('%s reads the same in one piece, cut in two anywhere, and a byte at a time', (name) => {
  const bytes = readFileSync(`${folder}${name}.sse`)
  const receipt = RECEIPTS[name] ?? receiptOf('end_turn', 9)
  const expected = { ...(OTHERS[name] ?? upToStop)(bytes), receipt }
  expectRead([bytes], bytes, expected, 'in one piece')
  for (let cut = 1; cut < bytes.length; cut++) {
    expectRead([bytes.subarray(0, cut), bytes.subarray(cut)], bytes, expected, `cut at ${String(cut)}`)
  }
  expectRead(
    [...bytes].map((byte) => Buffer.from([byte])),
    bytes,
    expected,
    'a byte at a time',
  )
})

test('an event of a megabyte reads the same wherever it is cut in two', () => {
  const stream = readFileSync(`${folder}text.sse`).toString().replace('Hello', '好'.repeat(350_000))
  const bytes = Buffer.from(stream)
  for (let cut = 1; cut < bytes.length; cut += 4_999) {
    expectRead([bytes.subarray(0, cut), bytes.subarray(cut)], bytes, whole(bytes), `cut at ${String(cut)}`)
  }
})
