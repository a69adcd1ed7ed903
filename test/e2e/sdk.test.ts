import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import type { Upstream } from '../../src/lab/upstream.ts'
import { eventually, QUESTION, SHORT_TIMERS, startRig, upstream, type Rig } from '../support/rig.ts'

const GOOD: Act = { do: 'serve' }
const TOOL = { name: 'Read', input: { file_path: 'README.md', lines: [1, 2] } }
const FULL: Act = { do: 'serve', thinking: 'let me see', text: 'héllo, 世界', tool: TOOL, deltas: 5 }
/** Says its first words and nothing more. */
const STALLED: Act = { do: 'serve', breakAt: { phase: 'in-text', how: 'stall' } }

/** A client as people have it: it repeats twice what may be repeated. */
const patient = (url: string): Anthropic => new Anthropic({ baseURL: url, apiKey: 'proxy-managed' })

const retriesSeenBy = ({ seen }: Upstream): (string | undefined)[] =>
  seen.map(({ headers }) => headers.find(([name]) => /^x-stainless-retry-count$/i.test(name))?.[1])

const failure = (asked: PromiseLike<unknown>): Promise<unknown> =>
  Promise.resolve(asked).then(
    () => 'no failure',
    (error: unknown) => error,
  )

async function read(stream: AsyncIterable<Anthropic.RawMessageStreamEvent>): Promise<readonly string[]> {
  const types: string[] = []
  for await (const { type } of stream) types.push(type)
  return types
}

describe('an answer', () => {
  const CONTENT = [
    { type: 'thinking', thinking: 'let me see', signature: expect.any(String) as string },
    { type: 'text', text: 'héllo, 世界' },
    { type: 'tool_use', name: 'Read', input: TOOL.input },
  ]

  test('comes event by event, as the endpoint sends it', async () => {
    const up = await upstream('one', [FULL])
    const { sdk } = await startRig([up])
    const direct = await patient(up.url).messages.create({ ...QUESTION, stream: true })
    const proxied = await sdk.messages.create({ ...QUESTION, stream: true })
    const types = await read(proxied)
    expect(types).toEqual(await read(direct))
    expect([types[0], types.at(-1)]).toEqual(['message_start', 'message_stop'])
  })

  test('put together from a stream or as a whole has its thinking, text, tool, usage and request id', async () => {
    const { sdk } = await startRig([await upstream('one', [FULL])])
    const stream = sdk.messages.stream(QUESTION)
    const whole = await sdk.messages.create(QUESTION)
    for (const message of [await stream.finalMessage(), whole]) {
      expect(message).toMatchObject({ content: CONTENT, stop_reason: 'tool_use', model: QUESTION.model })
      expect(message.usage.output_tokens).toBeGreaterThan(0)
    }
    for (const id of [stream.request_id, whole._request_id]) expect(id).toMatch(/^req_lab_/)
  })

  test('is over with its last event, although the endpoint keeps the connection', async () => {
    const up = await upstream('one', [{ do: 'serve', breakAt: { phase: 'after-stop', how: 'stall' } }])
    const { sdk } = await startRig([up])
    const types = await read(await sdk.messages.create({ ...QUESTION, stream: true }))
    expect(types.at(-1)).toBe('message_stop')
  })
})

test('tokens are counted, models are listed, and a batch is found again', async () => {
  const { sdk } = await startRig([await upstream('one', [])])
  expect((await sdk.messages.countTokens(QUESTION)).input_tokens).toBeGreaterThan(0)
  const models: string[] = []
  for await (const model of sdk.models.list()) models.push(model.id)
  expect(models).toContain(QUESTION.model)
  const batch = await sdk.messages.batches.create({ requests: [{ custom_id: 'a', params: QUESTION }] })
  expect((await sdk.messages.batches.retrieve(batch.id)).id).toBe(batch.id)
})

describe('a failing endpoint', () => {
  const THREE_WAYS: readonly (readonly [string, Act])[] = [
    ['a status', { do: 'status', status: 529 }],
    [
      'an error inside the stream',
      {
        do: 'serve',
        breakAt: { phase: 'after-start', how: { error: { type: 'overloaded_error', message: 'no' } } },
      },
    ],
    ['a break before content', { do: 'serve', breakAt: { phase: 'after-block-start', how: 'reset' } }],
  ]

  test.each(THREE_WAYS)('that fails by %s is hidden: one answer, and nothing is repeated', async (_, act) => {
    const [first, second] = [await upstream('one', [act]), await upstream('two', [GOOD])]
    const { url } = await startRig([first, second])
    const stream = patient(url).messages.stream(QUESTION)
    let starts = 0
    stream.on('streamEvent', ({ type }) => (starts += type === 'message_start' ? 1 : 0))
    expect((await stream.finalMessage()).content).toMatchObject([{ text: 'hello from two' }])
    expect(starts).toBe(1)
    expect([retriesSeenBy(first), retriesSeenBy(second)]).toEqual([['0'], ['0']])
  })

  test('that answers well in the second round is asked again by the SDK, which was told when', async () => {
    const limited: Act = { do: 'status', status: 429, headers: { 'retry-after': '1' } }
    const up = await upstream('one', [limited, GOOD])
    const { url } = await startRig([up])
    expect((await patient(url).messages.create(QUESTION)).stop_reason).toBe('end_turn')
    expect(retriesSeenBy(up)).toEqual(['0', '1'])
  })

  test('that no repetition can help is asked once', async () => {
    const up = await upstream('one', [{ do: 'status', status: 401 }])
    const { url } = await startRig([up])
    expect(await failure(patient(url).messages.create(QUESTION))).toBeInstanceOf(
      Anthropic.AuthenticationError,
    )
    expect(up.seen).toHaveLength(1)
  })
})

describe('an error', () => {
  test.each([
    [400, Anthropic.BadRequestError, 'invalid_request_error'],
    [401, Anthropic.AuthenticationError, 'authentication_error'],
    [403, Anthropic.PermissionDeniedError, 'permission_error'],
    [404, Anthropic.NotFoundError, 'not_found_error'],
    [422, Anthropic.UnprocessableEntityError, 'invalid_request_error'],
    [429, Anthropic.RateLimitError, 'rate_limit_error'],
  ])('of the only endpoint, %i, has its class, type and request id', async (status, kind, type) => {
    const up = await upstream('one', [{ do: 'status', status, headers: { 'retry-after': '30' } }])
    const { sdk } = await startRig([up], { 'hold.max': 0 })
    for (const stream of [false, true]) {
      const error = await failure(sdk.messages.create({ ...QUESTION, stream }))
      expect(error).toBeInstanceOf(kind)
      expect(error).toMatchObject({ status, type, requestID: expect.stringMatching(/\w/) as string })
    }
  })

  test.each([
    [503, Anthropic.ServiceUnavailableError, { do: 'html' }],
    [503, Anthropic.ServiceUnavailableError, { do: 'empty' }],
    [503, Anthropic.ServiceUnavailableError, { do: 'serve', breakAt: { phase: 'in-text', how: 'reset' } }],
    [504, Anthropic.GatewayTimeoutError, { do: 'serve', breakAt: { phase: 'after-headers', how: 'stall' } }],
  ] as const)(
    'of QCC itself (status %i, case %#) has its class and the id in the log',
    async (status, kind, act) => {
      const targets = [await upstream('one', [act]), await upstream('two', [act])]
      const { events, sdk } = await startRig(targets, SHORT_TIMERS)
      const error = await failure(sdk.messages.create(QUESTION))
      expect(error).toBeInstanceOf(kind)
      const [request] = events.flatMap((event) => (event.event === 'answer' ? [event.request] : []))
      expect(error).toMatchObject({ status, requestID: request })
    },
  )

  test('that there is no endpoint at all is told at once, not after repetitions', async () => {
    const { events, url } = await startRig([])
    const error = await failure(patient(url).messages.create(QUESTION))
    expect(error).toMatchObject({ status: 503, apiMessage: expect.stringContaining('no endpoint') as string })
    expect(events).toHaveLength(1)
  })
})

describe('a stream that breaks after its first content', () => {
  const TRUNCATED: Act = { do: 'serve', breakAt: { phase: 'in-text', how: { bytes: '' } } }

  test.each([
    ['ends cleanly', TRUNCATED],
    ['is reset', { do: 'serve', breakAt: { phase: 'in-text', how: 'reset' } }],
    [
      'turns into an error',
      { do: 'serve', breakAt: { phase: 'in-text', how: { bytes: 'event: nonsense' } } },
    ],
  ] as const)('is an error for either way of reading it: it %s', async (_, act) => {
    const [first, second] = [await upstream('one', [act]), await upstream('two', [GOOD])]
    const { url } = await startRig([first, second], SHORT_TIMERS)
    const sdk = patient(url)
    expect(await failure(sdk.messages.stream(QUESTION).finalMessage())).toBeInstanceOf(Error)
    const messages = [{ role: 'user' as const, content: 'another conversation' }]
    const events = await sdk.messages.create({ ...QUESTION, messages, stream: true })
    expect(await failure(read(events))).toBeInstanceOf(Error)
    expect([first.seen.length, second.seen.length]).toEqual([2, 0])
    // The conversation that was cut off goes on at the spare.
    expect((await sdk.messages.create(QUESTION)).content).toMatchObject([{ text: 'hello from two' }])
  })

  test('would be no error without QCC', async () => {
    const up = await upstream('one', [TRUNCATED])
    const types = await read(await patient(up.url).messages.create({ ...QUESTION, stream: true }))
    expect(types.at(-1)).toBe('content_block_delta')
  })
})

describe('an abort', () => {
  /** The endpoint was let go and is not blamed: it serves the next request. */
  async function isNeutral(rig: Rig, up: Upstream, spare: Upstream): Promise<void> {
    await eventually('the endpoint was let go', () => up.open === 0 && rig.engine.inFlight === 0)
    expect(up.seen[0]?.closedEarlyAt()).not.toBeNull()
    await eventually('the request is written down', () => rig.events.at(-1)?.event === 'answer')
    expect(rig.events.filter(({ event }) => event === 'attempt')).toMatchObject([{ outcome: 'cancelled' }])
    expect(rig.engine.standings(null)[0]?.no).toBeNull()
    up.play(GOOD)
    expect((await rig.sdk.messages.create(QUESTION)).content).toMatchObject([{ text: 'hello from one' }])
    expect(spare.seen).toHaveLength(0)
  }

  const WAYS: readonly (readonly [string, (sdk: Anthropic) => Promise<unknown>])[] = [
    [
      'by leaving the loop',
      async (sdk) => {
        const stream = await sdk.messages.create({ ...QUESTION, stream: true })
        for await (const { type } of stream) if (type === 'content_block_delta') break
      },
    ],
    [
      'by the stream’s controller',
      async (sdk) => {
        const stream = await sdk.messages.create({ ...QUESTION, stream: true })
        for await (const { type } of stream) if (type === 'content_block_delta') stream.controller.abort()
      },
    ],
    [
      'of the helper for streams',
      (sdk) => {
        const stream = sdk.messages.stream(QUESTION)
        stream.on('text', () => {
          stream.abort()
        })
        return failure(stream.finalMessage())
      },
    ],
  ]

  test.each(WAYS)('%s ends the request at the endpoint and blames nobody', async (_, ask) => {
    const [up, spare] = [await upstream('one', [STALLED]), await upstream('two', [GOOD])]
    const rig = await startRig([up, spare])
    await ask(rig.sdk)
    await isNeutral(rig, up, spare)
  })

  test('of a whole answer by a signal does so too', async () => {
    const [up, spare] = [await upstream('one', [STALLED]), await upstream('two', [GOOD])]
    const rig = await startRig([up, spare])
    const { abort, signal } = abortable()
    const asked = failure(rig.sdk.messages.create(QUESTION, { signal }))
    await eventually('the endpoint has the request', () => up.open === 1)
    abort()
    expect(await asked).toBeInstanceOf(Anthropic.APIUserAbortError)
    await isNeutral(rig, up, spare)
  })

  function abortable(): { readonly abort: () => void; readonly signal: AbortSignal } {
    const controller = new AbortController()
    return {
      abort: () => {
        controller.abort()
      },
      signal: controller.signal,
    }
  }
})

test('30 sessions at once are spread over the endpoints, and each stays on its own', async () => {
  const ups = await Promise.all(['one', 'two', 'three'].map((name) => upstream(name, [GOOD])))
  const { engine, sdk } = await startRig(ups.map(({ name, url }) => ({ name, url, weight: 100 })))
  const session = async (number: number): Promise<ReadonlySet<string | null>> => {
    const headers = {
      'x-claude-code-session-id': `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    }
    const served = new Set<string | null>()
    for (let turn = 0; turn < 5; turn++) {
      const stream = turn % 2 === 0
      const { data, response } = await sdk.messages
        .create({ ...QUESTION, stream }, { headers })
        .withResponse()
      if (Symbol.asyncIterator in data) expect((await read(data)).at(-1)).toBe('message_stop')
      served.add(response.headers.get('x-qcc-endpoint'))
    }
    return served
  }
  const served = await Promise.all(Array.from({ length: 30 }, (_, number) => session(number)))
  expect(served.map(({ size }) => size)).toEqual(served.map(() => 1))
  expect(new Set(served.map(([endpoint]) => endpoint)).size).toBe(3)
  expect(ups.reduce((sum, { seen }) => sum + seen.length, 0)).toBe(150)
  await eventually('nothing is in flight', () => engine.inFlight === 0)
})
