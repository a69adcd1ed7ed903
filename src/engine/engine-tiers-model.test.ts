import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask, endpoint, given, profile, table } from '../../test/support/fleet.ts'
import { lineUp } from '../core/failover/line-up.ts'
import type { Decision } from '../core/failover/route.ts'
import type { Switch } from '../core/failover/switch.ts'
import { endpointId, type Policy, type RoutingTable } from '../core/model.ts'
import type { Outcome } from '../core/outcome.ts'
import { FRESH_COURSE } from '../core/retry/course.ts'
import type { Slot } from '../core/router.ts'
import type { Ask } from './ask.ts'
import { Engine } from './engine.ts'
import type { TiersNow } from './standings.ts'

const configured = (policy: Partial<Policy> = {}, isOff = false): RoutingTable =>
  table(
    [
      profile('work', [endpoint('a', { maxConcurrent: 3 }), endpoint('b', { enabled: !isOff })], 'primary'),
      profile('home', [endpoint('c')], 'secondary'),
      profile('spare', [endpoint('d', { credential: isOff ? 'env:other' : 'env:d' })], 'fallback'),
      profile('aside', [endpoint('e')]),
    ],
    policy,
  )
const TABLES = [
  configured(),
  configured({}, true),
  configured({ autoRecovery: false }),
  configured({ autoFailover: false }),
  table([profile('work', [endpoint('a')]), profile('home', [endpoint('c')])]),
]
const PROFILE_OF: Readonly<Record<string, string>> = {
  a: 'work',
  b: 'work',
  c: 'home',
  d: 'spare',
  e: 'aside',
}

const OUTCOMES: readonly Outcome[] = [
  { kind: 'ok' },
  { kind: 'ok' },
  { kind: 'ok' },
  { kind: 'cancelled' },
  { kind: 'empty' },
  { kind: 'unreachable', why: 'refused' },
  { kind: 'overloaded', told: null },
  { kind: 'credential' },
  { kind: 'model-missing' },
  { kind: 'rate-limited', told: { waitMs: 40_000, origin: 'unified' }, ofAccount: true },
  { kind: 'rate-limited', told: { waitMs: 400_000, origin: 'unified' }, ofAccount: true },
]

const STEP = fc.record({
  what: fc.oneof(
    { weight: 14, arbitrary: fc.constant('turns' as const) },
    { weight: 8, arbitrary: fc.constant('ask' as const) },
    { weight: 8, arbitrary: fc.constant('end' as const) },
    { weight: 6, arbitrary: fc.constant('wait' as const) },
    { weight: 2, arbitrary: fc.constant('probe' as const) },
    { weight: 3, arbitrary: fc.constant('weather' as const) },
    { weight: 1, arbitrary: fc.constantFrom('configure' as const, 'hand' as const, 'restart' as const) },
  ),
  which: fc.nat(50),
  outcome: fc.constantFrom(...OUTCOMES),
  failing: fc.subarray(['a', 'b', 'c', 'd', 'e']),
  session: fc.option(fc.constantFrom('s', 't', 'u')),
  startsTurn: fc.boolean(),
  tried: fc.subarray(['a', 'b', 'c'], { maxLength: 2 }),
  isFenced: fc.boolean(),
  ms: fc.oneof(fc.nat(2_000), fc.nat(60_000), fc.nat(400_000)),
  roll: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
})
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never

const POLICY_MS = configured().policy.tierCooldownMs

class Model {
  readonly time = { now: 1_000_000_000, roll: 0.5 }
  readonly switches: Switch[] = []
  /** When each place was left last. */
  readonly leftAt = new Map<string, number>()
  readonly #deps = {
    clock: { now: () => this.time.now },
    dice: { roll: () => this.time.roll },
    onSwitch: (one: Switch) => void this.switches.push(one),
  }
  config = given(TABLES[0])
  engine = new Engine(this.config, this.#deps)
  out: Slot[] = []
  /** Who fails, and how, until that changes: else nobody would ever be lost. */
  weatherNow: Pick<Step, 'failing' | 'outcome'> = { failing: [], outcome: { kind: 'ok' } }

  get standings(): ReadonlyMap<string, TiersNow['places'][number]['standing']> {
    return new Map(this.engine.tiers().places.map(({ place, standing }) => [place, standing]))
  }

  run(step: Step): void {
    this.time.roll = step.roll
    if (step.what === 'restart' || step.what === 'turns' || step.what === 'probe') this[step.what](step)
    else this.#happens(() => this[step.what](step), step.what === 'configure' || step.what === 'hand')
  }

  /** One thing, which changes the active place once at most. */
  #happens(event: () => void, isSetAnew = false): void {
    const before = this.engine.tiers()
    const told = this.switches.length
    event()
    this.#checkSwitches(before, told)
    if (isSetAnew) this.leftAt.clear()
    else this.#checkLeaving(before)
  }

  /** A change of the active place is told, once, and nothing else but a person's word is. */
  #checkSwitches({ active, hand }: TiersNow, told: number): void {
    const now = this.engine.tiers()
    const news = this.switches.slice(told)
    const isSpoken = hand !== now.hand
    if (active !== now.active || isSpoken) expect(news).toHaveLength(1)
    for (const { at, cause, from, to } of news) {
      expect([at, from?.place ?? null, to?.place ?? null]).toEqual([this.time.now, active, now.active])
      if (from?.place === 'hand') expect(cause).not.toBe('recovery')
    }
  }

  /** At most once in a cooldown, and never while a person wants no failover. */
  #checkLeaving({ places }: TiersNow): void {
    for (const { place, standing } of places) {
      if (standing.kind !== 'serving' || this.standings.get(place)?.kind !== 'cooling') continue
      expect(this.config.policy.autoFailover).toBe(true)
      expect(this.time.now - (this.leftAt.get(place) ?? -Infinity)).toBeGreaterThanOrEqual(POLICY_MS)
      this.leftAt.set(place, this.time.now)
    }
  }

  wait({ ms }: Step): void {
    this.time.now += ms
  }

  ask({ isFenced, session, startsTurn, tried, which }: Step): void {
    const fence = isFenced && which % 5 === 0 ? 'home' : null
    const course = {
      ...FRESH_COURSE,
      tried: new Map(tried.map((name) => [endpointId(name), 'free'] as const)),
    }
    const want = ask({ session, startsTurn, fence, course: which % 3 === 0 ? course : FRESH_COURSE })
    const decision = this.engine.acquire(want)
    if (decision.kind !== 'send') return
    this.#checkSend(want, decision)
    this.out.push(decision.slot)
  }

  #checkSend(want: Ask, { considered, slot }: Extract<Decision, { kind: 'send' }>): void {
    const profileName = PROFILE_OF[slot.endpoint] ?? ''
    const { hand, places } = this.engine.tiers()
    if (want.fence !== null) {
      expect(profileName).toBe(want.fence)
      return
    }
    if (hand?.only === true) expect(profileName).toBe(hand.profile)
    const its = given(places.find(({ profiles }) => profiles.includes(profileName)))
    if (!this.config.policy.autoFailover && !its.isActive) expect(its.standing.kind).toBe('recovering')
    if (places.length < 2) return
    const tier = lineUp(this.config, hand).seatOf.get(slot.endpoint)?.tier
    const isAnother = considered.some(({ no, seat }) => no === null && seat.tier !== tier)
    if (!isAnother) return
    // While others could serve, nobody is sent to a place that was left, and one at a time to one that comes back.
    expect(its.standing.kind).not.toBe('cooling')
    if (its.standing.kind !== 'recovering') return
    expect(its.standing.permits).toBe(1)
  }

  /** Some requests that are over at once. */
  turns(step: Step): void {
    for (let i = 0; i < 4; i++) {
      this.run({ ...step, what: 'ask' })
      this.run({ ...step, what: 'end', which: this.out.length - 1 })
    }
  }

  weather({ failing, outcome }: Step): void {
    this.weatherNow = { failing, outcome }
  }

  end({ outcome, which }: Step): void {
    const [slot] = this.out.splice(which % Math.max(1, this.out.length), 1)
    if (slot === undefined) return
    if (this.weatherNow.failing.includes(slot.endpoint)) this.finish(slot, this.weatherNow.outcome)
    else this.finish(slot, which % 10 === 0 ? outcome : { kind: 'ok' })
  }

  finish(slot: Slot, outcome: Outcome): void {
    const isOk = outcome.kind === 'ok'
    if (isOk) this.engine.commit(slot)
    this.engine.release(slot, { outcome, progress: isOk ? 'committed' : 'sent', limits: null })
  }

  probe(): void {
    const due = this.engine.dueProbes()
    for (const { endpoint: of, why } of due) if (why === 'tier') this.#checkProbe(of.id)
    for (const { endpoint: of, model } of due) {
      const isOk = !this.weatherNow.failing.includes(of.id)
      const outcome: Outcome = isOk ? { kind: 'ok' } : { kind: 'empty' }
      const seen = { outcome, progress: 'streaming', limits: null } as const
      // Two places that both wait for their last check come back one after the other in one round: two things.
      this.#happens(() => {
        this.engine.probed(of.sourceId, { model, result: isOk ? 'pass' : 'fail', seen, check: null })
      })
    }
  }

  /** Only a place that comes back is asked for, and only while no request finds out. */
  #checkProbe(id: string): void {
    const name = PROFILE_OF[id] ?? ''
    const place = this.engine.tiers().places.find(({ profiles }) => profiles.includes(name))
    expect(place?.standing).toMatchObject({ kind: 'recovering', permits: 0 })
  }

  configure({ which }: Step): void {
    this.config = given(TABLES[which % TABLES.length])
    this.engine.configure(this.config)
  }

  hand({ which }: Step): void {
    const name = ['work', 'home', 'spare', 'aside', 'gone'][which % 7]
    if (name === undefined) expect(this.engine.switchTo(null)).toBe(true)
    else {
      const isThere = this.config.profiles.some((one) => one.name === name)
      const hand = { profile: name, only: which % 2 === 0, reason: null }
      expect(this.engine.switchTo(hand)).toBe(isThere)
    }
  }

  restart(): void {
    const snapshot: unknown = JSON.parse(JSON.stringify(this.engine.snapshot()))
    const before = inShort(this.engine.tiers())
    this.out = []
    this.engine = new Engine(this.config, this.#deps)
    this.engine.restore(snapshot)
    expect(inShort(this.engine.tiers())).toEqual(before)
  }
}

/** Without what no new process can know: what was out, and what was counted in the last seconds. */
const inShort = ({ places, ...rest }: TiersNow) => ({
  ...rest,
  places: places.map(({ standing, ...place }) => {
    const { kind, since } = standing
    const checks = kind === 'cooling' ? [] : standing.checks
    return { ...place, kind, since, checks, until: kind === 'cooling' ? standing.until : null }
  }),
})

/** Everything is over and well again: each new session is served by whoever it is sent to. */
function heal(model: Model): void {
  model.config = given(TABLES[0])
  model.engine.configure(model.config)
  for (const slot of model.out) model.finish(slot, { kind: 'cancelled' })
  for (let i = 0; i < 500; i++) {
    model.time.now += 10_000
    const decision = model.engine.acquire(ask({ session: `new ${String(i)}` }))
    if (decision.kind === 'send') model.finish(decision.slot, { kind: 'ok' })
  }
}

test('whatever happens, places are left and come back by the rules, and all is well in the end', () => {
  fc.assert(
    fc.property(fc.array(STEP, { maxLength: 150, size: 'max' }), (steps) => {
      const model = new Model()
      for (const step of steps) model.run(step)
      heal(model)
      const { places } = model.engine.tiers()
      expect(places[0]).toMatchObject({ isActive: true, standing: { kind: 'serving' } })
      expect(model.engine.inFlight).toBe(0)
    }),
    { numRuns: 60 },
  )
})
