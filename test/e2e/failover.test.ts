import { expect, test } from 'vitest'
import { BREAKS_AFTER_COMMIT, FAULTS, ODD_BUT_GOOD, type Case } from '../../src/lab/faults.ts'
import { readStream, readWhole } from '../support/answer-text.ts'
import { sendMessage } from '../support/http.ts'
import { eventually, QUESTION, SHORT_TIMERS, startRig, upstream } from '../support/rig.ts'

/** A row for each form of request that a case is for. */
const formsOf = <T extends Case>(cases: readonly T[]) =>
  cases.flatMap((one) => [
    ...(one.appliesTo === 'whole' ? [] : [{ ...one, form: 'stream' }]),
    ...(one.appliesTo === 'stream' ? [] : [{ ...one, form: 'whole' }]),
  ])

test.concurrent.each(formsOf(FAULTS))(
  'before content: $name ($form) is hidden from the SDK, which gets one complete answer from the next endpoint',
  async ({ act, expected, form }) => {
    const first = await upstream('one', [act])
    const second = await upstream('two', [{ do: 'serve' }])
    const { engine, events, sdk } = await startRig(
      [first, second],
      expected === 'timed-out' ? SHORT_TIMERS : {},
    )

    const stream = form === 'stream' ? sdk.messages.stream(QUESTION) : null
    let starts = 0
    stream?.on('streamEvent', ({ type }) => (starts += type === 'message_start' ? 1 : 0))
    const message = await (stream === null ? sdk.messages.create(QUESTION) : stream.finalMessage())

    expect(message.content).toMatchObject([{ type: 'text', text: 'hello from two' }])
    expect(message.stop_reason).toBe('end_turn')
    if (stream !== null) expect(starts).toBe(1)
    expect(second.seen).toHaveLength(1)
    const attempts = events.filter(({ event }) => event === 'attempt')
    expect(attempts).toMatchObject([{ outcome: expected }, { outcome: 'ok', endpoint: 'rig/two' }])
    await eventually('nothing is in flight', () => engine.inFlight === 0)
    await eventually('the failed endpoint was let go', () => first.open === 0)
  },
)

test.concurrent('before content: a refused connection is hidden, and not counted as an attempt that was made', async () => {
  const first = await upstream('one', [{ do: 'serve' }])
  const second = await upstream('two', [{ do: 'serve' }])
  const { events, sdk } = await startRig([first, second], { 'attempts.max': 1 })
  await first.down()
  const message = await sdk.messages.stream(QUESTION).finalMessage()
  expect(message.content).toMatchObject([{ text: 'hello from two' }])
  expect(events[0]).toMatchObject({ outcome: 'unreachable', progress: 'not-sent' })
})

test.concurrent.each(BREAKS_AFTER_COMMIT)(
  'after content: $name breaks the client’s connection, and nobody else is asked',
  async ({ act, expected }) => {
    const first = await upstream('one', [act])
    const second = await upstream('two', [{ do: 'serve' }])
    const { engine, events, url } = await startRig([first, second], SHORT_TIMERS)
    const answer = await sendMessage(url)
    expect([answer.status, answer.isComplete, answer.headers['x-qcc-endpoint']]).toEqual([
      200,
      false,
      'rig/one',
    ])
    const body = answer.body.toString()
    expect(body.match(/event: message_start/g)).toHaveLength(1)
    expect(body).toContain('content_block_delta')
    expect(body).not.toMatch(/event: (error|message_stop)/)
    expect(second.seen).toHaveLength(0)
    expect(events).toMatchObject([
      { event: 'commit' },
      { event: 'attempt', outcome: expected, progress: 'committed' },
      { event: 'answer', ending: 'broken' },
    ])
    await eventually('nothing is in flight', () => engine.inFlight === 0 && first.open === 0)
  },
)

test.concurrent.each(formsOf(ODD_BUT_GOOD))(
  'odd but good: $name ($form) is served through, whole',
  async ({ act, form }) => {
    const first = await upstream('one', [act])
    const second = await upstream('two', [{ do: 'serve' }])
    const { events, url } = await startRig([first, second])
    const answer = await sendMessage(url, { stream: form === 'stream' })
    expect([answer.status, answer.isComplete, answer.headers['x-qcc-endpoint']]).toEqual([
      200,
      true,
      'rig/one',
    ])
    const read = form === 'stream' ? readStream(answer.body) : readWhole(answer.body)
    expect(read).toEqual({ text: act.do === 'serve' ? (act.text ?? 'hello from one') : '', starts: 1 })
    expect(events.filter(({ event }) => event === 'attempt')).toMatchObject([{ outcome: 'ok' }])
    expect(second.seen).toHaveLength(0)
  },
)
