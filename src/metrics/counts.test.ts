import { describe, expect, test } from 'vitest'
import { attemptStep, trail } from '../../test/support/trails.ts'
import type { Usage } from '../core/usage.ts'
import { Counts, type Tally } from './counts.ts'

const USAGE: Usage = {
  ...{ input: 1_000, output: 200, cacheRead: 30, cacheWrite5m: 4, cacheWrite1h: 1, webSearches: 0 },
  ...{ tier: 'standard', speed: null, place: null, isPartial: false },
}
const BILLED = { model: 'claude-opus-5-5', stopReason: 'end_turn', usage: USAGE }

const countsOf = (...trails: readonly ReturnType<typeof trail>[]): Counts => {
  const counts = new Counts()
  for (const one of trails) counts.onTrail(one)
  return counts
}

/** What happened at all. */
const met = (tally: Tally<string> | undefined) => [...(tally ?? [])].filter(([, times]) => times > 0)

test('a request that was answered is counted for who answered, its attempts for who was asked', () => {
  const failed = attemptStep({ endpoint: 'work/b', outcome: 'overloaded', progress: 'sent' })
  const counts = countsOf(trail({ steps: [failed, attemptStep()] }))
  const [a, b] = [counts.endpoints.get('work/a'), counts.endpoints.get('work/b')]
  expect([met(a?.endings), met(a?.outcomes)]).toEqual([[['served', 1]], [['ok', 1]]])
  expect([met(b?.endings), met(b?.outcomes)]).toEqual([[], [['overloaded', 1]]])
})

test('one that nobody answered is counted for the profile that it was limited to', () => {
  const nobody = { endpoint: null, ending: 'refused', contentAfterMs: null } as const
  const counts = countsOf(trail(nobody), trail({ ...nobody, fence: 'work' }), trail(nobody))
  expect([...counts.unanswered].map(([profile, tally]) => [profile, met(tally)])).toEqual([
    ['', [['refused', 2]]],
    ['work', [['refused', 1]]],
  ])
  expect(counts.endpoints.size).toBe(0)
})

test('what the queue sends costs like any attempt, and is no request of a client', () => {
  const sent = { kind: 'queue', what: 'sent-again', item: 'i', afterMs: 0, considered: [] } as const
  const counts = countsOf(trail({ steps: [sent, attemptStep({ receipt: BILLED })] }))
  const a = counts.endpoints.get('work/a')
  expect([met(a?.endings).length, a?.whole.sumMs, a?.tokens.input]).toEqual([0, 0, 1_000])
})

describe('times are those of messages', () => {
  test.each([
    ['served', {}, 20, 50],
    ['broken', { ending: 'broken' }, 20, 0],
    ['without content', { ending: 'passed', contentAfterMs: null }, 0, 0],
    ['no message', { kind: 'count' }, 0, 0],
  ] as const)('%s', (_what, more, firstMs, wholeMs) => {
    const a = countsOf(trail(more)).endpoints.get('work/a')
    expect([a?.firstContent.sumMs, a?.whole.sumMs]).toEqual([firstMs, wholeMs])
  })
})

describe('what an attempt used', () => {
  test('each token is of one kind, and the cost is that of the list', () => {
    const a = countsOf(trail({ steps: [attemptStep({ receipt: BILLED })] })).endpoints.get('work/a')
    expect(a?.tokens).toEqual({ input: 1_000, output: 200, cacheRead: 30, cacheWrite: 5 })
    // 4 dollars a million in, 20 out, 0.2 read, 5 and 8 written.
    expect([a?.microDollars, a?.unpriced]).toEqual([4_000 + 4_000 + 6 + 20 + 8, 0])
  })

  test.each([
    ['another model', { ...BILLED, model: 'glm-5' }, 'committed', 1],
    ['no usage after the commit', { ...BILLED, usage: null }, 'committed', 1],
    ['no usage before it: nothing is billed', { ...BILLED, usage: null }, 'sent', 0],
  ] as const)('a cost that is not known is none: %s', (_what, receipt, progress, unpriced) => {
    const a = countsOf(trail({ steps: [attemptStep({ receipt, progress })] })).endpoints.get('work/a')
    expect([a?.microDollars, a?.unpriced]).toEqual([0, unpriced])
  })
})

test('what is not configured any more is forgotten', () => {
  const nobody = { endpoint: null, ending: 'refused' } as const
  const counts = countsOf(
    trail(),
    trail({ endpoint: 'gone/a' }),
    trail(nobody),
    trail({ ...nobody, fence: 'gone' }),
  )
  counts.configure({ endpoints: new Set(['work/a']), profiles: new Set(['work']) })
  expect([...counts.endpoints.keys(), ...counts.unanswered.keys()]).toEqual(['work/a', '', 'work'])
})

test('what is configured has its zeros, before which the first of a kind is no increase', () => {
  const counts = new Counts()
  const configured = { endpoints: new Set(['work/a']), profiles: new Set(['work']) }
  counts.configure(configured)
  const a = counts.endpoints.get('work/a')
  expect([a?.outcomes.get('credential'), a?.endings.get('passed'), a?.tokens.input]).toEqual([0, 0, 0])
  expect(['', 'work'].map((name) => counts.unanswered.get(name)?.get('refused'))).toEqual([0, 0])
  counts.onTrail(trail({ steps: [attemptStep()] }))
  counts.configure(configured)
  expect(counts.endpoints.get('work/a')?.outcomes.get('ok')).toBe(1)
})
