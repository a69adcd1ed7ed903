import { expect, test } from 'vitest'
import { asker, endpoint, given, profile, table } from '../../../test/support/fleet.ts'
import { QUIET } from '../../../test/support/met.ts'
import { book, end, meet, NOW, stand, world, type World } from '../../../test/support/world.ts'
import type { Probed } from '../health/probe.ts'
import { endpointId } from '../model.ts'
import type { Outcome, Progress } from '../outcome.ts'
import { dueProbes, nextDueAt, onProbe, onProbesSent } from '../probes.ts'
import { onOutcome, onWake } from '../router.ts'
import type { TierStanding } from './tier.ts'

const MINUTE = 60_000
const OK: Outcome = { kind: 'ok' }
const EMPTY: Outcome = { kind: 'empty' }

/** A first tier of `a` and `b` that may come back, and a second one that serves. */
function comingBack(standing: Partial<TierStanding> = {}): World {
  const at = world(
    table(
      [
        profile('work', [endpoint('a', { weight: 1_000 }), endpoint('b')], 'primary'),
        profile('home', [endpoint('c')], 'secondary'),
      ],
      QUIET,
    ),
  )
  const [first, second] = [given(at.state.tiers[0]), given(at.state.tiers[1])]
  const recovering = {
    kind: 'recovering',
    since: NOW,
    checks: [],
    permits: 0,
    probeAt: NOW,
    ...standing,
  } as const
  at.state = { ...at.state, tiers: [{ ...first, leftAt: NOW, standing: recovering as TierStanding }, second] }
  return at
}
const standingOf = ({ state }: World) => given(state.tiers[0]).standing
const inShort = (at: World): string => {
  const standing = standingOf(at)
  return standing.kind === 'recovering' ? `${String(standing.checks.length)} passed` : standing.kind
}
const only = (name: string) => asker({ tried: ['a', 'b', 'c'].filter((one) => one !== name) })
/** One request to `a` that ends like this. */
const request = (at: World, outcome: Outcome, progress?: Progress): void => {
  end(at, book(at, only('a')), outcome, progress)
}

/** What one request to a place that comes back means for it. */
const OUTCOMES: readonly (readonly [Outcome, string])[] = [
  [OK, '1 passed'],
  [{ kind: 'cancelled' }, '0 passed'],
  [{ kind: 'rejected', fault: 'refused' }, '0 passed'],
  [{ kind: 'model-missing' }, '0 passed'],
  [{ kind: 'unreachable', why: 'no-route' }, '0 passed'],
  [{ kind: 'unavailable', told: null, blame: 'when-another-differs' }, '0 passed'],
  [EMPTY, 'cooling'],
  [{ kind: 'unreachable', why: 'refused' }, 'cooling'],
  [{ kind: 'timed-out', phase: 'first-content' }, 'cooling'],
  [{ kind: 'overloaded', told: null }, 'cooling'],
  [{ kind: 'rate-limited', told: null, ofAccount: false }, 'cooling'],
  [{ kind: 'credential' }, 'cooling'],
  [{ kind: 'balance' }, 'cooling'],
]

test.each(OUTCOMES)('a request that ends %j', (outcome, expected) => {
  const at = comingBack()
  request(at, outcome)
  expect(inShort(at)).toBe(expected)
  if (standingOf(at).kind === 'recovering') expect(standingOf(at)).toMatchObject({ permits: 0 })
})

test('an answer that breaks after it began is a failure, one whose client leaves is none', () => {
  const broken = comingBack()
  request(broken, EMPTY, 'committed')
  const left = comingBack()
  request(left, { kind: 'cancelled' }, 'committed')
  expect([inShort(broken), inShort(left)]).toEqual(['cooling', '0 passed'])
})

test('a send holds its permit until it is over, and a count of tokens holds none and shows nothing', () => {
  const at = comingBack()
  const slot = book(at, only('a'))
  expect(standingOf(at)).toMatchObject({ permits: 1 })
  end(at, slot, OK)
  expect(standingOf(at)).toMatchObject({ permits: 0 })
  for (const kind of ['count', 'read'] as const) {
    const other = comingBack()
    const sent = book(other, asker({ kind, tried: ['b', 'c'] }))
    expect(standingOf(other)).toMatchObject({ permits: 0 })
    end(other, sent, kind === 'count' ? EMPTY : OK)
    expect(inShort(other)).toBe('0 passed')
  }
})

test('what a place is sent through the URL of a profile shows how it is as well', () => {
  const at = comingBack()
  end(at, book(at, asker({ fence: 'work', tried: ['b'] })), OK)
  expect(inShort(at)).toBe('1 passed')
})

test('two that went well let it serve, whichever endpoint they were sent to', () => {
  const at = comingBack()
  request(at, OK)
  end(at, book(at, only('b')), OK)
  expect(standingOf(at)).toMatchObject({
    kind: 'serving',
    checks: [
      { endpoint: 'a', by: 'request' },
      { endpoint: 'b', by: 'request' },
    ],
  })
})

test('nobody is to blame while this machine slept or has no network', () => {
  const slept = comingBack()
  const slot = book(slept, only('a'))
  slept.state = onWake(slept.state, NOW)
  end(slept, slot, EMPTY)
  const offline = comingBack()
  const sent = book(offline, only('a'))
  offline.state = { ...offline.state, network: { ...offline.state.network, downSince: NOW } }
  const seen = {
    outcome: { kind: 'timed-out', phase: 'connection' },
    progress: 'not-sent',
    limits: null,
  } as const
  offline.state = onOutcome(offline.state, sent, seen, { now: NOW, roll: 0 })
  expect([inShort(slept), inShort(offline)]).toEqual(['0 passed', '0 passed'])
})

test('an endpoint whose trial fails does not hold up the others of its place, and does when it is alone', () => {
  const at = comingBack()
  meet(at, 'a', OK)
  stand(at, 0, standingOf(comingBack()))
  const fresh = standingOf(at)
  const broken = (): void => {
    stand(at, 0, { kind: 'cooling', since: NOW, until: NOW + MINUTE })
    meet(at, 'a', EMPTY, 3)
    at.now += 20_000
    stand(at, 0, fresh)
  }
  broken()
  const slot = book(at, asker({ tried: ['b'] }))
  expect([slot.endpoint, slot.isTrial]).toEqual(['a', true])
  end(at, slot, EMPTY)
  expect(inShort(at)).toBe('0 passed')
  at.now += 60_000
  meet(at, 'b', { kind: 'rate-limited', told: { waitMs: 10 * MINUTE, origin: 'unified' }, ofAccount: true })
  stand(at, 0, { ...fresh, since: at.now })
  const alone = book(at, asker({ tried: ['b'] }))
  expect([alone.endpoint, alone.isTrial]).toEqual(['a', true])
  end(at, alone, EMPTY)
  expect(inShort(at)).toBe('cooling')
})

const probed = (result: Probed['result'], outcome: Outcome): Probed => ({
  ...{ model: null, result, check: null },
  seen: { outcome, progress: 'streaming', limits: null },
})
const probe = (at: World, name: string, what: Probed): void => {
  at.state = onProbe(at.state, endpointId(name), what, { now: at.now, roll: 0.5 })
}
/** Somebody was served just now. */
const served = (at: World): World => {
  end(at, book(at, only('c')), OK)
  return at
}
const due = (at: World): readonly string[] =>
  dueProbes(at.state, at.now).map(({ endpoint: { name }, why }) => `${why} ${name}`)

test('probes bring a place back as requests do, and those of other places say nothing of it', () => {
  const at = comingBack()
  probe(at, 'c', probed('pass', OK))
  expect(inShort(at)).toBe('0 passed')
  probe(at, 'a', probed('pass', OK))
  expect(inShort(at)).toBe('1 passed')
  probe(at, 'b', probed('pass', OK))
  expect(standingOf(at)).toMatchObject({ kind: 'serving', checks: [{ by: 'probe' }, { by: 'probe' }] })
})

test('a probe that fails lets it cool again, unless it was out before and others are well', () => {
  const at = comingBack()
  probe(at, 'a', probed('fail', EMPTY))
  expect(inShort(at)).toBe('cooling')
  const half = comingBack()
  meet(half, 'a', { kind: 'model-missing' })
  const limit: Outcome = {
    kind: 'rate-limited',
    told: { waitMs: MINUTE, origin: 'unified' },
    ofAccount: true,
  }
  end(half, { ...book(half, asker({ fence: 'work', tried: ['b'], model: 'haiku' })), sentAt: NOW - 1 }, limit)
  expect(inShort(half)).toBe('0 passed')
  probe(half, 'a', probed('fail', EMPTY))
  expect(inShort(half)).toBe('0 passed')
  probe(half, 'b', probed('fail', { kind: 'model-missing' }))
  expect(inShort(half)).toBe('0 passed')
  probe(half, 'b', probed('fail', EMPTY))
  expect(inShort(half)).toBe('cooling')
})

test('a place that comes back is probed at once and every half minute, while clients are served and no request finds out', () => {
  const at = served(comingBack())
  expect([due(at), nextDueAt(at.state, at.now)]).toEqual([['tier a'], NOW])
  expect(due(comingBack())).toEqual([])
  expect(nextDueAt(comingBack().state, NOW)).toBeNull()
  at.state = onProbesSent(at.state, dueProbes(at.state, at.now), at.now)
  expect([due(at), nextDueAt(at.state, at.now)]).toEqual([[], NOW + 30_000])
  at.now += 30_000
  expect(due(at)).toEqual(['tier a'])
  const slot = book(at, only('a'))
  expect([due(at), nextDueAt(at.state, at.now)]).toEqual([[], null])
  end(at, slot, { kind: 'cancelled' })
  expect(due(at)).toEqual(['tier a'])
  at.now += 30 * MINUTE
  expect([due(at), nextDueAt(at.state, at.now)]).toEqual([[], null])
})

test('a probe that tells nothing is not made again for half an hour', () => {
  const at = served(comingBack())
  probe(at, 'a', probed('unclear', { kind: 'rejected', fault: 'refused' }))
  expect([inShort(at), due(at), nextDueAt(at.state, at.now)]).toEqual(['0 passed', [], NOW + 30 * MINUTE])
})

test('what looked only for the network says nothing of a place', () => {
  const at = served(comingBack())
  at.state = { ...at.state, network: { ...at.state.network, downSince: NOW } }
  probe(at, 'a', probed('unclear', OK))
  expect([inShort(at), due(at)]).toEqual(['0 passed', ['tier a']])
})

test('who is well is probed before who is on trial, and who is out not at all', () => {
  const at = served(comingBack({ since: NOW - 1 }))
  end(at, { ...book(at, only('a')), sentAt: NOW - 2 }, EMPTY)
  const fresh = standingOf(served(comingBack()))
  const set = (): void => {
    stand(at, 0, fresh)
  }
  for (let i = 0; i < 2; i++) end(at, { ...book(at, only('a')), sentAt: NOW - 2 }, EMPTY)
  set()
  expect(due(at)).toEqual(['tier b'])
  for (let i = 0; i < 3; i++) end(at, { ...book(at, only('b')), sentAt: NOW - 2 }, EMPTY)
  set()
  // Their circuits are open: whoever looks comes back when the first of them ends.
  expect([due(at), nextDueAt(at.state, at.now)]).toEqual([[], NOW + 5_000])
  at.now += 20_000
  expect(due(at)).toEqual(['tier a'])
})

test('when a cooling ends somebody looks', () => {
  const at = served(comingBack({ kind: 'cooling', since: NOW, until: NOW + MINUTE }))
  expect([due(at), nextDueAt(at.state, at.now)]).toEqual([[], NOW + MINUTE])
  at.now += MINUTE
  expect(due(at)).toEqual(['tier a'])
})
