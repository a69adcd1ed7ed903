import { expect, test } from 'vitest'
import { readMetrics, sumOf } from '../../test/support/prometheus-text.ts'
import { attemptStep, trail } from '../../test/support/trails.ts'
import { IDLE_PROXY } from '../../test/support/proxy-now.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Ending } from '../ports/log.ts'
import { Counts } from './counts.ts'
import { familiesOf } from './families.ts'
import { prometheusText } from './prometheus.ts'
import type { EndpointNow, ProxyNow } from './proxy-now.ts'

const metricsOf = (counts: Counts, now: Partial<ProxyNow> = {}) =>
  readMetrics(prometheusText(familiesOf(counts, { ...IDLE_PROXY, ...now })))

const endpoint = (name: string, more: Partial<EndpointNow> = {}): EndpointNow => ({
  ...{ name, state: 'ok', inFlight: 0, effectiveWeight: 100, score: null, ...more },
})

test('buckets of a histogram hold all that was faster, and its sum is in seconds', () => {
  const counts = new Counts()
  for (const contentAfterMs of [80, 100, 101, 400_000]) counts.onTrail(trail({ contentAfterMs }))
  const metrics = metricsOf(counts)
  const below = (le: string) => sumOf(metrics, 'qcc_first_content_seconds_bucket', { le })
  expect(['0.1', '0.25', '300', '+Inf'].map(below)).toEqual([2, 3, 3, 4])
  expect(sumOf(metrics, 'qcc_first_content_seconds_count')).toBe(4)
  expect(sumOf(metrics, 'qcc_first_content_seconds_sum')).toBeCloseTo(400.281)
})

test('an endpoint is in one state, and has no score while too little is known', () => {
  const metrics = metricsOf(new Counts(), { endpoints: [endpoint('work/a', { state: 'benched' })] })
  const states = metrics.series.filter(({ name }) => name === 'qcc_endpoint_state')
  expect(states.filter(({ value }) => value === 1).map(({ labels }) => labels['state'])).toEqual(['benched'])
  expect(states.length).toBeGreaterThan(5)
  expect(metrics.types.has('qcc_endpoint_score')).toBe(false)
})

test('names are written so that they are read as they are', () => {
  const name = 'a "name" with \\ and\na line'
  const { series } = metricsOf(new Counts(), { endpoints: [endpoint(name)] })
  expect(series.find((one) => one.name === 'qcc_endpoint_in_flight')?.labels).toEqual({ endpoint: name })
})

/** Every ending and outcome, at 200 endpoints: nothing that a client sends makes it more. */
test('200 endpoints come to a bounded text, whatever requests say', () => {
  const counts = new Counts()
  const endings: readonly Ending[] = ['served', 'passed', 'refused', 'broken', 'cancelled', 'accepted']
  const outcomes: readonly Outcome['kind'][] = [
    'ok',
    'rate-limited',
    'overloaded',
    'unavailable',
    'broken-stream',
  ]
  const endpoints = Array.from({ length: 200 }, (_, n) =>
    endpoint(`profile-${String(n % 20)}/endpoint-${String(n)}`),
  )
  for (const [index, { name }] of endpoints.entries()) {
    for (const [n, ending] of endings.entries()) {
      const steps = outcomes.map((outcome) =>
        attemptStep({ endpoint: name, outcome, model: `model-${String(n)}` }),
      )
      const odd = {
        model: `model-${String(index)}-${String(n)}`,
        path: `/v1/messages/${String(index)}`,
        session: String(n),
      }
      counts.onTrail(trail({ endpoint: name, ending, steps, ...odd }))
    }
  }
  const text = prometheusText(familiesOf(counts, { ...IDLE_PROXY, endpoints }))
  const { series } = readMetrics(text)
  expect(series.length).toBeLessThan(200 * 72)
  expect(text.length).toBeLessThan(1.5e6)
  expect(text).not.toMatch(/model-\d/)
})
