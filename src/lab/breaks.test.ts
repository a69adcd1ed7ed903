import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../app/system-clock.ts'
import type { Break, Phase } from './act.ts'
import { startUpstream } from './upstream.ts'
import type { Upstream } from './upstream.ts'

/** All that came over a connection, and how it ended. Breaks are looked at on the wire: an HTTP client hides them. */
interface Wire {
  readonly text: () => string
  readonly ended: Promise<'eof' | 'reset'>
  readonly leave: () => void
}

function ask(upstream: Upstream, streams: boolean): Wire {
  const body = JSON.stringify({ model: 'claude-opus-5-5', max_tokens: 9, messages: [], stream: streams })
  const { port } = new URL(upstream.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`POST /v1/messages HTTP/1.1\r\nhost: lab\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
  let text = ''
  socket.on('data', (bytes) => (text += bytes.toString()))
  const ended = new Promise<'eof' | 'reset'>((resolve, reject) => {
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') resolve('reset')
      else reject(error)
    })
    socket.on('end', () => {
      resolve('eof')
    })
  })
  return { text: () => text, ended, leave: () => socket.destroy() }
}

async function upstreamThatBreaks(breakAt: Break): Promise<Upstream> {
  const tool = { name: 'Read', input: { file_path: 'README.md' } }
  const upstream = await startUpstream({ clock: systemClock, acts: [{ do: 'serve', tool, breakAt }] })
  onTestFinished(() => upstream.close())
  return upstream
}

const LAST_CHUNK = '0\r\n\r\n'

/** Per phase the last thing on the wire and the first that must not be there. */
const PHASES: readonly [phase: Phase, last: string, next: string][] = [
  ['accept', '', 'HTTP/1.1'],
  ['before-headers', '', 'HTTP/1.1'],
  ['after-headers', 'HTTP/1.1 200 OK', 'message_start'],
  ['after-start', 'message_start', 'content_block_start'],
  ['after-block-start', 'content_block_start', 'content_block_delta'],
  ['in-text', 'text_delta', 'content_block_stop'],
  ['after-text-block', 'content_block_stop', 'tool_use'],
  ['in-tool-json', 'input_json_delta', '"content_block_stop","index":1'],
  ['after-tool-block', '"content_block_stop","index":1', 'message_delta'],
  ['after-stop-reason', '"stop_reason":"tool_use"', 'message_stop'],
  ['after-stop', 'message_stop', LAST_CHUNK],
]

test.each(PHASES)('a reset %s is a TCP reset with nothing sent past it', async (phase, last, next) => {
  const wire = ask(await upstreamThatBreaks({ phase, how: 'reset' }), true)
  expect(await wire.ended).toBe('reset')
  expect(wire.text()).toContain(last)
  expect(wire.text()).not.toContain(next)
})

test.each(PHASES)(
  'an end %s is an orderly end of the connection without the last chunk',
  async (phase, last, next) => {
    const wire = ask(await upstreamThatBreaks({ phase, how: 'end' }), true)
    expect(await wire.ended).toBe('eof')
    expect(wire.text()).toContain(last)
    expect(wire.text()).not.toContain(next)
    expect(wire.text()).not.toContain(LAST_CHUNK)
  },
)

test.each(PHASES)(
  'a stall %s sends its part and then leaves the connection open',
  async (phase, last, next) => {
    const wire = ask(await upstreamThatBreaks({ phase, how: 'stall' }), true)
    await expect.poll(wire.text, { interval: 2 }).toContain(last)
    const silence = new Promise((resolve) => {
      systemClock.after(30, () => {
        resolve('open')
      })
    })
    const first = await Promise.race([wire.ended, silence])
    wire.leave()
    expect(first).toBe('open')
    expect(wire.text()).not.toContain(next)
  },
)

test.each(['reset', 'end'] as const)(
  'a whole answer that breaks in its middle by %s stays short of its length',
  async (how) => {
    const wire = ask(await upstreamThatBreaks({ phase: 'in-text', how }), false)
    expect(await wire.ended).toBe(how === 'reset' ? 'reset' : 'eof')
    const [head = '', body = ''] = wire.text().split('\r\n\r\n')
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1])
    expect(body.length).toBe(Math.floor(announced / 2))
  },
)

test('a whole answer may break right after its headers', async () => {
  const wire = ask(await upstreamThatBreaks({ phase: 'after-headers', how: 'end' }), false)
  expect(await wire.ended).toBe('eof')
  expect(wire.text()).toMatch(/^HTTP\/1.1 200 OK[^]*\r\n\r\n$/)
})

test('an error in mid-stream is an SSE event of its type, followed by a clean end', async () => {
  const error = { type: 'overloaded_error', message: 'Overloaded' }
  const wire = ask(await upstreamThatBreaks({ phase: 'in-text', how: { error } }), true)
  await expect.poll(wire.text).toContain(LAST_CHUNK)
  wire.leave()
  expect(wire.text()).toContain('event: error\ndata: {"type":"error","error":{"type":"overloaded_error"')
  expect(wire.text()).not.toContain('content_block_stop')
})

test('bytes in mid-stream are sent as they are, followed by a clean end', async () => {
  const wire = ask(await upstreamThatBreaks({ phase: 'after-start', how: { bytes: 'no event' } }), true)
  await expect.poll(wire.text).toContain(LAST_CHUNK)
  wire.leave()
  expect(wire.text()).toContain('no event')
})

test('a break brings the tool it needs', async () => {
  const act = { do: 'serve', breakAt: { phase: 'after-tool-block', how: 'end' } } as const
  const upstream = await startUpstream({ clock: systemClock, acts: [act] })
  onTestFinished(() => upstream.close())
  const wire = ask(upstream, true)
  expect(await wire.ended).toBe('eof')
  expect(wire.text()).toContain('input_json_delta')
})

test('raw bytes are all that a client gets', async () => {
  const upstream = await startUpstream({
    clock: systemClock,
    acts: [{ do: 'raw', bytes: 'SSH-2.0-lab\r\n' }],
  })
  onTestFinished(() => upstream.close())
  const wire = ask(upstream, true)
  expect(await wire.ended).toBe('eof')
  expect(wire.text()).toBe('SSH-2.0-lab\r\n')
})
