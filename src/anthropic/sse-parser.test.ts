import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SseParser } from './sse-parser.ts'

type Event = readonly [name: string, data: string]

function eventsOf(pieces: readonly Buffer[]): Event[] {
  const events: Event[] = []
  const parser = new SseParser((event) => events.push([event.name, event.data()]))
  for (const piece of pieces) parser.feed(piece)
  parser.end()
  return events
}

const CORPUS: readonly { readonly name: string; readonly text: string; readonly events: readonly Event[] }[] =
  [
    {
      name: 'line feeds',
      text: 'event: a\ndata: 1\n\nevent: b\ndata: 2\n\n',
      events: [
        ['a', '1'],
        ['b', '2'],
      ],
    },
    {
      name: 'carriage returns and line feeds',
      text: 'event: a\r\ndata: 1\r\n\r\ndata: 2\r\n\r\n',
      events: [
        ['a', '1'],
        ['', '2'],
      ],
    },
    {
      name: 'carriage returns',
      text: 'event: a\rdata: 1\r\rdata: 2\r\r',
      events: [
        ['a', '1'],
        ['', '2'],
      ],
    },
    {
      name: 'all three mixed',
      text: 'event: a\r\ndata: 1\n\rdata: 2\r\n\ndata: 3\n\n',
      events: [
        ['a', '1'],
        ['', '2'],
        ['', '3'],
      ],
    },
    {
      name: 'comments and other fields',
      text: ': hi\nid: 7\nevent: a\n:\nretry: 5\ndata: 1\ndataset: no\n\n',
      events: [['a', '1']],
    },
    {
      name: 'data over several lines',
      text: 'data: {\ndata:   "x": 1\ndata: }\n\n',
      events: [['', '{\n  "x": 1\n}']],
    },
    {
      name: 'no space, no value, no colon',
      text: 'event:a\ndata:1\n\ndata:\n\ndata\n\n',
      events: [
        ['a', '1'],
        ['', ''],
        ['', ''],
      ],
    },
    {
      name: 'an event without data is none, and its name is forgotten',
      text: 'event: a\n\ndata: 1\n\n',
      events: [['', '1']],
    },
    { name: 'the last of several names', text: 'event: a\nevent: b\ndata: 1\n\n', events: [['b', '1']] },
    { name: 'characters of several bytes', text: 'data: naïve 中文 🚀\n\n', events: [['', 'naïve 中文 🚀']] },
    { name: 'a colon in the data', text: 'data: {"a":"b: c"}\n\n', events: [['', '{"a":"b: c"}']] },
    { name: 'no last newline', text: 'event: a\ndata: 1', events: [['a', '1']] },
    { name: 'no blank line at the end', text: 'data: 1\n', events: [['', '1']] },
    { name: 'blank lines only', text: '\n\r\n\r\n\n', events: [] },
    { name: 'nothing', text: '', events: [] },
  ]

test.each(CORPUS)('$name: the same events at every split in two', ({ events, text }) => {
  const bytes = Buffer.from(text)
  for (let at = 0; at <= bytes.length; at++) {
    expect([at, eventsOf([bytes.subarray(0, at), bytes.subarray(at)])]).toEqual([at, events])
  }
})

test.each(CORPUS)('$name: the same events byte by byte', ({ events, text }) => {
  expect(eventsOf([...Buffer.from(text)].map((byte) => Buffer.from([byte])))).toEqual(events)
})

test('any bytes give the same events however they are split, and nothing throws', () => {
  const bytes = fc.string({
    unit: fc.constantFrom('e', 'v', 'event:', 'data:', ' ', ':', '\n', '\r', '\r\n', 'é', 'x'),
  })
  const splits = fc.array(fc.nat(60), { maxLength: 8 })
  fc.assert(
    fc.property(bytes, splits, (text, cuts) => {
      const whole = Buffer.from(text)
      const at = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length]
      const pieces = at.slice(1).map((end, index) => whole.subarray(at[index], end))
      expect(eventsOf(pieces)).toEqual(eventsOf([whole]))
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['\n', 'event: a\ndata: 1\n\n', 'data: 2\n\n'],
  ['\r\n', 'event: a\r\ndata: 1\r\n\r\n', 'data: 2\r\n\r\n'],
  ['\r', 'event: a\rdata: 1\r\r', 'data: 2\r\r'],
])('an event ends right behind its blank line (%j)', (_eol, first, second) => {
  const ends: number[] = []
  new SseParser((event) => ends.push(event.endsAt)).feed(Buffer.from(first + second))
  expect(ends).toEqual([first.length, first.length + second.length])
})

test('what waits for its end is counted', () => {
  const parser = new SseParser(() => undefined)
  parser.feed(Buffer.from('data: 12345\nda'))
  expect(parser.pendingBytes).toBe(7)
  parser.feed(Buffer.from('ta: 6\n\n'))
  expect(parser.pendingBytes).toBe(0)
})
