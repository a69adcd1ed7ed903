import { expect, test } from 'vitest'
import { systemClock } from '../../src/app/system-clock.ts'
import { TraceExport } from '../../src/metrics/trace-export.ts'
import { attributeOf, startCollector } from '../support/collector.ts'
import { send, sendMessage } from '../support/http.ts'
import { readMetrics, sumOf } from '../support/prometheus-text.ts'
import { eventually, rigDocument, startRig, upstream } from '../support/rig.ts'
import { trail } from '../support/trails.ts'

/** What waits is sent within this time. */
const SOON_MS = 6_000

test('each request becomes a trace of its attempts, without a word of what was asked or answered', async () => {
  const collector = await startCollector()
  const one = await upstream('one', [{ do: 'status', status: 529 }])
  const two = await upstream('two', [{ do: 'serve', usage: { input_tokens: 70, output_tokens: 5 } }])
  const { composed, url } = await startRig([one, two], {}, { 'otlp.endpoint': collector.url })
  const secret = 'a question that is nobody’s business'
  const answer = await sendMessage(url, { messages: [{ role: 'user', content: secret }] })
  await composed.close()
  const [request, ...attempts] = collector.spans
  expect(request?.traceId).toBe(String(answer.headers['x-qcc-request-id']).replaceAll('-', ''))
  expect(attempts.map((span) => [span.parentSpanId, attributeOf(span, 'qcc.outcome')])).toEqual([
    [request?.spanId, 'overloaded'],
    [request?.spanId, 'ok'],
  ])
  const [, served] = attempts
  expect(served && attributeOf(served, 'gen_ai.usage.output_tokens')).toBe(5)
  expect(collector.bodies.join('\n')).not.toContain(secret)
  expect(collector.bodies.join('\n')).not.toContain('key-of-')
})

test('a running proxy begins and ends with it as the setting says, and the log says why nothing arrives', async () => {
  const collector = await startCollector()
  const up = await upstream('one', [{ do: 'serve' }])
  const { composed, events, trails, url } = await startRig([up])
  const ask = async (): Promise<void> => {
    const before = trails.length
    await sendMessage(url)
    await eventually('the request is over', () => trails.length > before)
  }
  const told = () => events.filter(({ event }) => event === 'traces-not-sent')
  await ask()
  composed.follow({ number: 2, document: rigDocument([up], { 'otlp.endpoint': 'no URL' }) })
  await ask()
  await eventually('it is told', () => told().length === 1, SOON_MS)
  expect(told()[0]).toMatchObject({ why: '"no URL" is not the URL of a collector' })
  composed.follow({ number: 3, document: rigDocument([up], { 'otlp.endpoint': collector.url }) })
  await ask()
  await eventually('it is sent', () => collector.spans.length > 0, SOON_MS)
  expect(collector.spans).toHaveLength(2)
  const metrics = readMetrics((await send(`${url}/_qcc/metrics`, { method: 'GET' })).body.toString())
  expect(['sent', 'dropped'].map((what) => sumOf(metrics, `qcc_traces_${what}_total`))).toEqual([1, 1])
})

test('while the collector is away the newest wait, and what is lost is counted', async () => {
  const collector = await startCollector()
  collector.status = 503
  const faults: string[] = []
  const traces = new TraceExport({
    ...{ to: () => collector.url, clock: systemClock, version: '1', instance: 'i' },
    onFault: (why) => void faults.push(why),
  })
  for (let n = 0; n < 2_500; n++) traces.record(trail({ request: `request-${String(n)}` }))
  await eventually('it was asked', () => faults.length === 1)
  expect(traces.dropped).toBe(2_500 - 2_048)
  collector.status = 200
  await traces.close()
  expect([traces.sent, traces.dropped, collector.spans.length]).toEqual([2_048, 2_500 - 2_048, 2_048])
  expect(collector.spans.at(-1)?.attributes.find(({ key }) => key === 'qcc.request.id')?.value).toEqual({
    stringValue: 'request-2499',
  })
})
