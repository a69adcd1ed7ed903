import { expect, test } from 'vitest'
import type { Switch } from '../failover/switch.ts'
import { nextDayAt } from '../health/watch.ts'
import type { Notice } from './notice.ts'
import { knownSpent, NO_TROUBLES, onSeen, type Seen, type Troubles } from './troubles.ts'

const NOW = 1_700_000_000_000
const LATER = NOW + 60_000

/** What is told of each, one minute after the other. */
function told(seen: readonly Seen[], from: Troubles = NO_TROUBLES): readonly (Notice['kind'] | null)[] {
  let troubles = from
  return seen.map((one, index) => {
    const next = onSeen(troubles, one, NOW + index * 60_000)
    troubles = next.troubles
    return next.notice?.kind ?? null
  })
}

const switched = (one: Partial<Switch>): Seen => ({
  kind: 'switched',
  one: {
    ...{ at: NOW, cause: 'failover', reason: null, evidence: [] },
    from: { place: 'primary', profiles: ['work'] },
    to: { place: 'secondary', profiles: ['spare'] },
    ...one,
  },
})
const refused = (endpoint: string): Seen => ({ kind: 'key-refused', endpoint, why: 'credential' })
const answered = (endpoint: string): Seen => ({ kind: 'answered', endpoint })
const NOBODY: Seen = { kind: 'looked', out: [{ endpoint: 'a/a', why: 'rate-limit', until: null }] }
const SOMEBODY: Seen = { kind: 'looked', out: null }
const used = (tokens: number, most = 20_000): Seen => ({ kind: 'used', endpoint: 'a/a', tokens, most })

test.each<readonly [string, readonly Seen[], readonly (Notice['kind'] | null)[]]>([
  ['a failover is told', [switched({})], ['switch']],
  ['a recovery is told', [switched({ cause: 'recovery' })], ['switch']],
  ['a switch by hand is told', [switched({ cause: 'manual' })], ['switch']],
  ['what an edit of the configuration does is not', [switched({ cause: 'config' })], [null]],
  [
    'a word by hand that changes nothing is not',
    [switched({ cause: 'manual', to: { place: 'primary', profiles: ['work'] } })],
    [null],
  ],
  ['a dead key is told once', [refused('a/a'), refused('a/a')], ['key-dead', null]],
  ['each dead key is told', [refused('a/a'), refused('b/b')], ['key-dead', 'key-dead']],
  [
    'it is over when its endpoint answers, and news again after that',
    [refused('a/a'), answered('b/b'), answered('a/a'), answered('a/a'), refused('a/a')],
    ['key-dead', null, 'key-dead-over', null, 'key-dead'],
  ],
  [
    'a dead key of an endpoint that is gone is forgotten',
    [refused('a/a'), { kind: 'configured', endpoints: ['b/b'] }, answered('a/a'), refused('a/a')],
    ['key-dead', null, null, 'key-dead'],
  ],
  [
    'a dead key of one that stays is not',
    [refused('a/a'), { kind: 'configured', endpoints: ['a/a'] }, refused('a/a')],
    ['key-dead', null, null],
  ],
  [
    'that all are out is told once, and once that it is over',
    [SOMEBODY, NOBODY, NOBODY, SOMEBODY, SOMEBODY, NOBODY],
    [null, 'all-out', null, 'all-out-over', null, 'all-out'],
  ],
  ['a budget is told when no question fits it any more', [used(19_800), used(19_801)], [null, 'budget']],
  ['and once a day', [used(20_000), used(20_500)], ['budget', null]],
  ['not where none was meant to be asked', [used(0, 0), used(150, 100)], [null, null]],
])('%s', (_name, seen, expected) => {
  expect(told(seen)).toEqual(expected)
})

test('a budget is news again on the next day', () => {
  const { troubles } = onSeen(NO_TROUBLES, used(20_000), NOW)
  expect(onSeen(troubles, used(20_000), nextDayAt(NOW) - 1).notice).toBe(null)
  expect(onSeen(troubles, used(20_000), nextDayAt(NOW)).notice?.kind).toBe('budget')
})

test('what is over says since when it was so', () => {
  const out = onSeen(NO_TROUBLES, NOBODY, NOW).troubles
  const dead = onSeen(out, refused('a/a'), NOW).troubles
  expect(onSeen(dead, SOMEBODY, LATER).notice).toEqual({ kind: 'all-out-over', at: LATER, since: NOW })
  expect(onSeen(dead, answered('a/a'), LATER).notice).toEqual({
    ...{ kind: 'key-dead-over', at: LATER, endpoint: 'a/a', since: NOW },
  })
})

test('a budget that was used up before the proxy began is known, one that was not is told', () => {
  const most = 20_000
  const used = [
    { endpoint: 'p/spent', tokens: most, most },
    { endpoint: 'p/left', tokens: 0, most },
  ]
  const from = { ...NO_TROUBLES, spent: knownSpent(used, NOW) }
  const seen = used.map((one): Seen => ({ kind: 'used', ...one, tokens: most }))
  expect(told(seen, from)).toEqual([null, 'budget'])
  // Neither is the next day.
  expect(
    onSeen(from, { kind: 'used', endpoint: 'p/spent', tokens: most, most }, nextDayAt(NOW)).notice?.kind,
  ).toBe('budget')
})
