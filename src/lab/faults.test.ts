import { expect, test } from 'vitest'
import { systemClock } from '../app/system-clock.ts'
import { classify } from '../core/classify.ts'
import { NO_LIMITS } from '../core/limits.ts'
import type { Act, Serve } from './act.ts'
import { errorTypeOf } from './error-envelope.ts'
import { BREAKS_AFTER_COMMIT, FAULTS, ODD_BUT_GOOD } from './faults.ts'
import type { Case } from './faults.ts'
import { startUpstream } from './upstream.ts'

type Mode = 'stream' | 'whole'

function inEachMode<C extends Case>(cases: readonly C[]): [name: string, mode: Mode, row: C][] {
  return (['stream', 'whole'] as const).flatMap((mode) =>
    cases
      .filter(({ appliesTo }) => appliesTo === mode || appliesTo === 'both')
      .map((row): [string, Mode, C] => [row.name, mode, row]),
  )
}

interface Result {
  /** 0 when no answer came. */
  readonly status: number
  readonly body: string
  readonly end: 'clean' | 'broken' | 'silent'
}

/** Reads until the end, the break, or silence. */
async function resultOf(act: Act, mode: Mode): Promise<Result> {
  const upstream = await startUpstream({ clock: systemClock, name: 'lab', acts: [act] })
  const result = await asked(upstream.url, mode, endsInSilence(act) ? 500 : 5_000)
  await upstream.close()
  return result
}

async function asked(url: string, mode: Mode, patienceMs: number): Promise<Result> {
  const question = { model: 'claude-opus-5-5', max_tokens: 9, messages: [], stream: mode === 'stream' }
  const init = { method: 'POST', redirect: 'manual', body: JSON.stringify(question) } as const
  const answer = await within(patienceMs, fetch(`${url}/v1/messages`, init))
  if (typeof answer === 'string') return { status: 0, body: '', end: answer }
  const { status } = answer
  const reader = (answer.body ?? new Blob([]).stream()).getReader()
  const decoder = new TextDecoder()
  let body = ''
  for (;;) {
    const piece = await within(patienceMs, reader.read())
    if (typeof piece === 'string') return { status, body, end: piece }
    if (piece.done) return { status, body, end: 'clean' }
    body += decoder.decode(piece.value as Uint8Array, { stream: true })
  }
}

/** Also where more was announced than comes. */
function endsInSilence(act: Act): boolean {
  return act.do === 'serve' && (act.breakAt?.how === 'stall' || act.headers?.['content-length'] !== undefined)
}

function within<T>(ms: number, promise: Promise<T>): Promise<T | 'broken' | 'silent'> {
  return new Promise((resolve) => {
    const cancel = systemClock.after(ms, () => {
      resolve('silent')
    })
    promise.then(resolve, () => {
      resolve('broken')
    })
    void promise.then(cancel, cancel)
  })
}

interface Block {
  readonly type: string
  readonly text?: string
  readonly thinking?: string
  readonly input?: unknown
}

interface Event {
  readonly type: string
  readonly index?: number
  readonly content_block?: Block
  readonly delta?: Readonly<Record<'text' | 'thinking' | 'partial_json' | 'stop_reason', string | undefined>>
}

/** The content of a message that is complete as far as a client can tell, else null. */
function contentOf(body: string, mode: Mode): readonly Block[] | null {
  try {
    return mode === 'whole' ? ((JSON.parse(body) as { content?: Block[] }).content ?? null) : assembled(body)
  } catch {
    return null
  }
}

function assembled(body: string): readonly Block[] | null {
  const events = eventsIn(body)
  if (!events.some(({ delta }) => typeof delta?.stop_reason === 'string')) return null
  return events.flatMap(({ content_block: block, index }): Block[] => {
    if (block === undefined) return []
    const deltas = events.filter((event) => event.index === index).map(({ delta }) => delta)
    const joined = (field: 'text' | 'thinking' | 'partial_json'): string =>
      deltas.map((delta) => delta?.[field] ?? '').join('')
    if (block.type === 'tool_use') return [{ ...block, input: JSON.parse(joined('partial_json')) as unknown }]
    return [{ ...block, text: joined('text'), thinking: joined('thinking') }]
  })
}

function eventsIn(body: string): Event[] {
  const frames = body.replaceAll(/\r\n?/g, '\n').split('\n\n')
  const datas = frames.map((frame) =>
    [...frame.matchAll(/^data: (.*)$/gm)].map(([, data]) => data).join('\n'),
  )
  return datas.filter((data) => data !== '').map((data) => JSON.parse(data) as Event)
}

test('no two rows of a table have the same name', () => {
  for (const table of [FAULTS, BREAKS_AFTER_COMMIT, ODD_BUT_GOOD]) {
    const names = table.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  }
})

test.concurrent.each(inEachMode(FAULTS))(
  '%s (%s) is no message and has no content',
  async (_, mode, { act, expected }) => {
    const { status, body, end } = await resultOf(act, mode)
    expect(status === 200 && contentOf(body, mode) !== null).toBe(false)
    expect(body).not.toContain('content_block_delta')
    expect(end === 'silent').toBe(expected === 'timed-out')
  },
)

test.concurrent.each(inEachMode(BREAKS_AFTER_COMMIT))(
  '%s (%s) breaks with content out',
  async (_, mode, { act }) => {
    const { status, body, end } = await resultOf(act, mode)
    expect(status).toBe(200)
    expect(body).toContain('content_block_delta')
    expect(contentOf(body, mode)).toBeNull()
    expect(end === 'silent').toBe(endsInSilence(act))
  },
)

test.concurrent.each(inEachMode(ODD_BUT_GOOD))(
  '%s (%s) holds the whole message',
  async (_, mode, { act }) => {
    const { text = 'hello from lab', thinking, tool } = act as Serve
    const { status, body } = await resultOf(act, mode)
    expect(status).toBe(200)
    expect(contentOf(body, mode)).toMatchObject([
      ...(thinking === undefined ? [] : [{ type: 'thinking', thinking }]),
      ...(text === '' ? [] : [{ type: 'text', text }]),
      ...(tool === undefined ? [] : [{ type: 'tool_use', ...tool }]),
    ])
  },
)

const refusals = FAULTS.flatMap(({ name, act, expected }) =>
  act.do === 'status' && act.status !== 200 ? [{ name, act, expected }] : [],
)

test.each(refusals)('$name is judged as the table says', ({ act, expected }) => {
  const error = { type: act.type ?? errorTypeOf(act.status), message: act.message ?? '' }
  const detail = act.body === undefined ? error : { type: '', message: '' }
  const limits = { ...NO_LIMITS, retryAfter: act.headers?.['retry-after'] ?? null }
  expect(classify({ kind: 'status', status: act.status, limits, error: detail }, 0).kind).toBe(expected)
})
