import { expect, test } from 'vitest'
import { end, engineOf, goes, serve } from '../../test/support/engine-rig.ts'
import { ask, endpoint, given, profile, slotOf, table } from '../../test/support/fleet.ts'
import type { Switch } from '../core/failover/switch.ts'
import type { Policy } from '../core/model.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Engine } from './engine.ts'

const EMPTY: Outcome = { kind: 'empty' }

const three = (policy: Partial<Policy> = {}) =>
  table(
    [
      profile('work', [endpoint('a')], 'primary'),
      profile('home', [endpoint('b')], 'secondary'),
      profile('spare', [endpoint('c')], 'fallback'),
    ],
    policy,
  )

function watched(policy: Partial<Policy> = {}) {
  const switches: Switch[] = []
  const rig = engineOf(three(policy), { onSwitch: (one) => void switches.push(one) })
  return { ...rig, switches }
}

/** Three failures open the circuit of whoever is asked first. */
const breaks = (engine: Engine): void => {
  for (let i = 0; i < 3; i++) end(engine, slotOf(engine.acquire(ask())), EMPTY)
}
const kinds = (engine: Engine) => engine.tiers().places.map(({ standing }) => standing.kind)

test('three requests that find nobody make the next tier the active one, with what kept the first out', () => {
  const { engine, switches } = watched()
  breaks(engine)
  expect([goes(engine, ask()), goes(engine, ask()), engine.tiers().active]).toEqual(['b', 'b', 'primary'])
  expect([goes(engine, ask()), engine.tiers().active, kinds(engine)]).toEqual([
    'b',
    'secondary',
    ['cooling', 'serving', 'serving'],
  ])
  expect(switches).toEqual([
    {
      at: 1_000_000,
      from: { place: 'primary', profiles: ['work'] },
      to: { place: 'secondary', profiles: ['home'] },
      cause: 'failover',
      reason: null,
      evidence: [
        {
          kind: 'out',
          endpoint: 'a',
          no: 'circuit-open',
          benchReason: null,
          since: 1_000_000,
          until: 1_015_000,
        },
      ],
    },
  ])
})

test('after its cooldown a tier takes one request at a time, and serves after two that went well', () => {
  const { engine, switches, time } = watched()
  breaks(engine)
  for (let i = 0; i < 3; i++) serve(engine, ask())
  time.now += 299_999
  expect(goes(engine, ask())).toBe('b')
  time.now += 1
  const first = slotOf(engine.acquire(ask()))
  expect([first.endpoint, goes(engine, ask()), kinds(engine)[0]]).toEqual(['a', 'b', 'recovering'])
  end(engine, first, { kind: 'ok' }, 'committed')
  expect(serve(engine, ask()).endpoint).toBe('a')
  expect([kinds(engine)[0], engine.tiers().active]).toEqual(['serving', 'primary'])
  expect(given(switches[1])).toMatchObject({
    cause: 'recovery',
    to: { place: 'primary' },
    evidence: [
      { kind: 'passed', endpoint: 'a', by: 'request' },
      { kind: 'passed', endpoint: 'a', by: 'request' },
    ],
  })
})

test('a profile that a person puts first is asked first, until that is ended', () => {
  const { engine, switches } = watched()
  expect(engine.switchTo({ profile: 'spare', only: false, reason: 'cheap today' })).toBe(true)
  expect([goes(engine, ask()), engine.tiers().active]).toEqual(['c', 'hand'])
  expect(engine.switchTo({ profile: 'gone', only: false, reason: null })).toBe(false)
  expect(engine.switchTo({ profile: 'home', only: true, reason: null })).toBe(true)
  expect([goes(engine, ask()), engine.tiers().places.map(({ profiles }) => profiles)]).toEqual([
    'b',
    [['home']],
  ])
  expect(engine.switchTo(null)).toBe(true)
  expect([goes(engine, ask()), engine.tiers().hand]).toEqual(['a', null])
  expect(switches.map(({ cause, from, reason, to }) => [cause, from?.place, to?.place, reason])).toEqual([
    ['manual', 'primary', 'hand', 'cheap today'],
    ['manual', 'hand', 'hand', null],
    ['manual', 'hand', 'primary', null],
  ])
})

test('with failover off the active tier alone serves', () => {
  const { engine } = watched({ autoFailover: false })
  breaks(engine)
  const noes = engine.refusals(ask()).map(({ endpoint: { name }, no }) => [name, no.kind])
  expect(noes).toEqual([
    ['a', 'circuit-open'],
    ['b', 'failover-off'],
    ['c', 'failover-off'],
  ])
})
