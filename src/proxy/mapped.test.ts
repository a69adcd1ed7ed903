import fc from 'fast-check'
import { expect, test } from 'vitest'
import { peek } from '../anthropic/peek.ts'
import { sentModel, type Endpoint } from '../core/model.ts'
import type { Job } from './job.ts'
import { mapped } from './mapped.ts'

const MODELS = { 'claude-a': 'vendor/a', 'mé"x': 'plain', 'in vain': 'in vain' }
const endpoint = { models: MODELS } as Partial<Endpoint> as Endpoint
const mappedFor = (job: Job): Job => mapped(job, sentModel(endpoint, job.model))

function jobWith(chunks: Buffer[], releaseBody = (): void => undefined): Job {
  const bytes = Buffer.concat(chunks).length
  const job: Partial<Job> = { ...peek(chunks), body: { kind: 'kept', chunks, bytes }, releaseBody }
  return job as Job
}

function sent({ body }: Job): string {
  if (body?.kind !== 'kept') throw new Error('the body is not kept')
  const text = Buffer.concat(body.chunks)
  expect(body.bytes).toBe(text.length)
  return text.toString('latin1')
}

test.each([
  ['{"model":"claude-a","stream":true}', '{"model":"vendor/a","stream":true}'],
  ['{ "stream":false,\n"model" : "claude-a" }', '{ "stream":false,\n"model" : "vendor/a" }'],
  ['{"model":"\\u0063laude-a"}', '{"model":"vendor/a"}'],
  ['{"model":"m\\u00e9\\"x","a":"é"}', '{"model":"plain","a":"é"}'],
  ['{"x":{"model":"claude-a"},"model":"other"}', '{"x":{"model":"claude-a"},"model":"other"}'],
  ['{"model":"toString"}', '{"model":"toString"}'],
  ['{"model":["claude-a"]}', '{"model":["claude-a"]}'],
  ['{"model":"claude-a', '{"model":"claude-a'],
])('%s is sent as %s', (asked, expected) => {
  expect(sent(mappedFor(jobWith([Buffer.from(asked)])))).toBe(Buffer.from(expected).toString('latin1'))
})

test('an endpoint without a name of its own for the model gets the very job', () => {
  for (const model of ['other', 'in vain']) {
    const job = jobWith([Buffer.from(JSON.stringify({ model }))])
    expect(mappedFor(job)).toBe(job)
  }
})

test('a body that passes through is not looked into', () => {
  const job = { ...jobWith([Buffer.from('{"model":"claude-a"}')]), body: null }
  expect(mappedFor(job)).toBe(job)
})

test('forgetting the mapped body forgets the original too', () => {
  let released = 0
  const job = jobWith([Buffer.from('{"model":"claude-a"}')], () => (released += 1))
  const { body, releaseBody } = mappedFor(job)
  releaseBody()
  expect(body?.kind === 'kept' ? body.chunks : null).toEqual([])
  expect(released).toBe(1)
})

test('every byte but those of the value stays, in whatever chunks the body came', () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some).toString('base64'))
  const body = fc.record({ before: bytes, after: bytes, cuts: fc.array(fc.nat(), { maxLength: 5 }) })
  fc.assert(
    fc.property(body, fc.constantFrom(0, 2), ({ after, before, cuts }, spaces) => {
      const whole = Buffer.from(
        JSON.stringify({ before, model: 'claude-a', after, stream: true }, null, spaces),
      )
      const places = [0, ...cuts.map((cut) => cut % whole.length).sort((a, b) => a - b), whole.length]
      const chunks = places.slice(1).map((to, index) => whole.subarray(places[index], to))
      const [left = '', right = ''] = whole.toString('latin1').split('"claude-a"')
      expect(sent(mappedFor(jobWith(chunks)))).toBe(`${left}"vendor/a"${right}`)
      expect(Buffer.concat(chunks)).toEqual(whole)
    }),
  )
})
