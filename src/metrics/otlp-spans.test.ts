import { expect, test } from 'vitest'
import { attributeOf } from '../../test/support/collector.ts'
import { attemptStep, trail } from '../../test/support/trails.ts'
import { exportOf, spansOf } from './otlp-spans.ts'

const REQUEST = '0f8fad5b-d9cb-469f-a165-70867728950e'
const USAGE = {
  ...{ input: 10, output: 20, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5, webSearches: 0 },
  ...{ tier: null, speed: null, place: null, isPartial: false },
}
const FAILED = attemptStep({ endpoint: 'work/b', outcome: 'overloaded', status: 529, afterMs: 2, tookMs: 3 })
const SERVED = attemptStep({
  ...{ afterMs: 6, receipt: { model: 'opus-9', stopReason: 'end_turn', usage: USAGE } },
})

test('a request is a span and each attempt one below it, at the times that the trail has', () => {
  const [request, ...attempts] = spansOf(trail({ request: REQUEST, steps: [FAILED, SERVED], tookMs: 50.25 }))
  expect(request).toMatchObject({
    ...{ traceId: '0f8fad5bd9cb469fa16570867728950e', name: 'chat opus', kind: 2, status: { code: 0 } },
    ...{ startTimeUnixNano: '1000000000000', endTimeUnixNano: '1000050250000' },
  })
  expect(request?.spanId).toMatch(/^[0-9a-f]{16}$/)
  expect(attempts).toMatchObject([
    { kind: 3, parentSpanId: request?.spanId, status: { code: 2 }, startTimeUnixNano: '1000002000000' },
    { kind: 3, parentSpanId: request?.spanId, status: { code: 0 }, endTimeUnixNano: '1000055000000' },
  ])
  expect(new Set([request, ...attempts].map((span) => span?.spanId)).size).toBe(3)
})

test('attributes have the names of the conventions, which count what a cache had among the input', () => {
  const [request, failed, served] = spansOf(trail({ steps: [FAILED, SERVED] }))
  if (request === undefined || failed === undefined || served === undefined)
    throw new Error('a span is missing')
  expect(attributeOf(request, 'gen_ai.operation.name')).toBe('chat')
  expect(attributeOf(request, 'gen_ai.provider.name')).toBe('anthropic')
  expect(attributeOf(request, 'qcc.endpoint')).toBe('work/a')
  expect(attributeOf(failed, 'error.type')).toBe('overloaded')
  expect(attributeOf(failed, 'http.response.status_code')).toBe(529)
  expect(attributeOf(served, 'gen_ai.response.model')).toBe('opus-9')
  const used = ['input_tokens', 'output_tokens', 'cache_read.input_tokens', 'cache_creation.input_tokens']
  expect(used.map((name) => attributeOf(served, `gen_ai.usage.${name}`))).toEqual([22, 20, 3, 9])
  expect(attributeOf(served, 'gen_ai.response.finish_reasons')).toEqual({
    values: [{ stringValue: 'end_turn' }],
  })
})

test.each([
  ['served', 0, undefined],
  ['cancelled', 0, undefined],
  ['refused', 2, 'refused'],
  ['broken', 2, 'broken'],
] as const)('a request that ends as %s', (ending, code, type) => {
  const [request] = spansOf(trail({ ending }))
  if (request === undefined) throw new Error('there is no span')
  expect([request.status.code, attributeOf(request, 'error.type')]).toEqual([code, type])
})

test('what clients name is cut short, and what no client asked a model is no chat', () => {
  const [long] = spansOf(trail({ model: 'x'.repeat(10_000) }))
  expect(JSON.stringify(long).length).toBeLessThan(4_000)
  const [other] = spansOf(trail({ kind: 'read', method: 'GET', model: null }))
  expect([other?.name, other && attributeOf(other, 'gen_ai.operation.name')]).toEqual(['GET', undefined])
})

test('an export says who tells it', () => {
  const told = JSON.stringify(exportOf([trail()], { version: '1.2.3', instance: 'an-instance' }))
  for (const part of ['"service.name"', '"qcc"', '"1.2.3"', '"an-instance"']) expect(told).toContain(part)
})
