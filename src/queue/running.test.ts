import { expect, test } from 'vitest'
import { Running } from './running.ts'

const HEADERS = ['content-type', 'text/event-stream', 'x-qcc-request-id', 'of-the-sending']
const MARKS = ['x-qcc-request-id', 'own', 'x-qcc-queue', 'item']
const bytes = (text: string): Buffer => Buffer.from(text)
const textOf = (sink: Running): string | null => sink.answer?.body.toString() ?? null

/** A sink that reads no faster than it is let: each write fills it. */
class Slow extends Running {
  #onDrained: (() => void) | null = null

  override write(some: Buffer): boolean {
    super.write(some)
    return false
  }

  override whenDrained(run: () => void): void {
    this.#onDrained = run
  }

  /** Takes what it has, so that one more write goes. */
  drain(): void {
    const run = this.#onDrained
    this.#onDrained = null
    run?.()
  }
}

test('who attaches before, in the middle and after the end has the same bytes, under headers of its own', async () => {
  const sink = new Running()
  const [early, middle, late] = [new Running(), new Running(), new Running()]
  const ends = [sink.attach(early, MARKS)]
  sink.begin(200, HEADERS)
  sink.write(bytes('one '))
  ends.push(sink.attach(middle, MARKS))
  expect(sink.hasFed).toBe(true)
  sink.write(bytes('two'))
  sink.end()
  ends.push(sink.attach(late, MARKS))
  expect(await Promise.all(ends)).toEqual(['served', 'served', 'served'])
  for (const { answer } of [early, middle, late]) {
    expect(answer?.body.toString()).toBe('one two')
    expect(answer?.headers).toEqual(['content-type', 'text/event-stream', ...MARKS])
  }
  expect([textOf(sink), sink.answer?.headers, sink.isGiven]).toEqual(['one two', HEADERS, true])
})

test('a client that reads slowly keeps neither the endpoint nor another client waiting, and loses nothing', async () => {
  const sink = new Running()
  const [slow, quick] = [new Slow(), new Running()]
  const slowEnd = sink.attach(slow, MARKS)
  const quickEnd = sink.attach(quick, MARKS)
  sink.begin(200, HEADERS)
  const taken = ['a', 'b', 'c'].map((text) => sink.write(bytes(text)))
  sink.end()
  expect([taken, await quickEnd, textOf(quick), textOf(slow)]).toEqual([
    [true, true, true],
    'served',
    'abc',
    null,
  ])
  for (let i = 0; i < 3; i++) slow.drain()
  expect([await slowEnd, textOf(slow)]).toEqual(['served', 'abc'])
})

test.each([
  [
    'it is cut off',
    (sink: Running) => {
      sink.cutOff()
    },
  ],
  [
    'nobody served',
    (sink: Running) => {
      sink.send()
    },
  ],
  [
    'it ends without a word',
    (sink: Running) => {
      sink.over()
    },
  ],
])('before content, %s is nothing; after it, the answer broke', async (_, stop) => {
  for (const [text, expected] of [
    ['', 'nothing'],
    ['some', 'broken'],
  ] as const) {
    const sink = new Running()
    const client = new Running()
    const end = sink.attach(client, MARKS)
    if (text !== '') sink.begin(200, HEADERS)
    sink.write(bytes(text))
    stop(sink)
    expect([await end, sink.answer, client.answer, client.isBegun]).toEqual([
      expected,
      null,
      null,
      text !== '',
    ])
  }
})

test('a client that leaves is let go, and the answer goes on', async () => {
  const sink = new Running()
  const client = new Running()
  const end = sink.attach(client, MARKS)
  client.dismiss()
  sink.begin(200, HEADERS)
  sink.write(bytes('one'))
  sink.end()
  expect([await end, textOf(sink), sink.isGiven, sink.hasFed]).toEqual(['gone', 'one', false, false])
  expect(await sink.attach(client, MARKS)).toBe('gone')
})

test('an answer that is larger than what is kept is stopped', () => {
  const sink = new Running(5)
  let isStopped = false
  sink.onGone = () => {
    isStopped = true
  }
  sink.begin(200, HEADERS)
  sink.write(bytes('12345'))
  expect([sink.isTooLarge, isStopped]).toEqual([false, false])
  sink.write(bytes('6'))
  expect([sink.isTooLarge, isStopped, sink.isGone, sink.answer]).toEqual([true, true, true, null])
})
