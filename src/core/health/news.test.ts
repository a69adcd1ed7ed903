import { expect, test } from 'vitest'
import { endpoint } from '../../../test/support/fleet.ts'
import type { Bench } from './bench.ts'
import { closedCircuit, type Open } from './circuit.ts'
import { freshEvidence, type Evidence } from './evidence.ts'
import { newsBetween, type News } from './news.ts'

const NOW = 1_000_000
const FRESH = freshEvidence(endpoint('a'), 1, NOW)
const bench = (more: Partial<Bench> = {}): Bench => ({
  ...{ reason: 'overload', model: 'opus', origin: 'usual', strikes: 1, recheckAt: null },
  ...{ since: NOW - 1, until: NOW + 5_000, ...more },
})
const open = (more: Partial<Open> = {}): Open => ({
  ...{ kind: 'open', epoch: 1, backOff: 0, since: NOW, until: NOW + 15_000, outSince: NOW, ...more },
})
const withBenches = (...benches: readonly Bench[]): Evidence => ({ ...FRESH, benches })
const withCircuit = (circuit: Evidence['circuit']): Evidence => ({ ...FRESH, circuit })

const SET = { kind: 'benched', reason: 'overload', model: 'opus', until: NOW + 5_000, origin: 'usual' }

const CASES: readonly (readonly [string, Evidence, Evidence, readonly unknown[]])[] = [
  ['nothing changed', withBenches(bench()), withBenches(bench()), []],
  ['a first bench', FRESH, withBenches(bench()), [SET]],
  ['a longer one', withBenches(bench({ until: NOW + 10 })), withBenches(bench()), [SET]],
  ['one that is no longer', withBenches(bench()), withBenches(bench({ strikes: 2 })), []],
  ['one after it was over', withBenches(bench({ until: NOW - 1 })), withBenches(bench()), [SET]],
  [
    'one of another model beside it',
    withBenches(bench({ model: null })),
    withBenches(bench({ model: null }), bench()),
    [SET],
  ],
  ['one that is over already', FRESH, withBenches(bench({ until: NOW })), []],
  [
    'one that ended before its time',
    withBenches(bench()),
    withBenches(bench({ until: NOW })),
    [{ kind: 'bench-lifted', reason: 'overload', model: 'opus', until: NOW + 5_000 }],
  ],
  ['one that ended in time', withBenches(bench({ until: NOW })), FRESH, []],
  ['a circuit that opens', FRESH, withCircuit(open()), [{ kind: 'circuit-opened', until: NOW + 15_000 }]],
  ['one that stays open', withCircuit(open()), withCircuit(open({ backOff: 1 })), []],
  [
    'one whose trial failed',
    withCircuit(open({ since: NOW - 20, until: NOW - 1 })),
    withCircuit(open({ epoch: 2 })),
    [{ kind: 'circuit-opened', until: NOW + 15_000 }],
  ],
  ['one that closes', withCircuit(open({ until: NOW - 1 })), FRESH, [{ kind: 'circuit-closed' }]],
  ['one that stays closed', FRESH, withCircuit(closedCircuit(NOW, 3)), []],
]

test.each(CASES)('%s', (_what, before, after, news) => {
  expect(newsBetween(before, after, NOW)).toEqual(news satisfies readonly unknown[] as News[])
})
