import type { Affinity, Asker, Demand } from '../../src/core/failover/asker.ts'
import { DEFAULT_POLICY, endpointId, type Endpoint, type EndpointId } from '../../src/core/model.ts'
import type { Policy, RoutedProfile, RoutingTable } from '../../src/core/model.ts'
import { FRESH_COURSE, type Course } from '../../src/core/retry/course.ts'
import type { Decision } from '../../src/core/failover/route.ts'
import type { Slot } from '../../src/core/router.ts'
import type { Ask } from '../../src/engine/ask.ts'

/** An endpoint that is like any other but for what is said of it. */
export function endpoint(name: string, more: Partial<Endpoint> = {}): Endpoint {
  const id = endpointId(name)
  return {
    id,
    sourceId: id,
    name,
    enabled: true,
    origin: `https://${name}.example`,
    pathPrefix: '',
    auth: 'bearer',
    credential: `env:${name}`,
    weight: 100,
    priority: 1,
    maxConcurrent: null,
    models: {},
    rules: [],
    outboundProxy: null,
    timers: { connectMs: 1, firstContentMs: 2, idleMs: 3 },
    ...more,
  }
}

export const profile = (
  name: string,
  endpoints: readonly Endpoint[],
  tier: RoutedProfile['tier'] = null,
  strategy: RoutedProfile['strategy'] = null,
): RoutedProfile => ({ name, tier, strategy, endpoints })

export const table = (profiles: readonly RoutedProfile[], policy: Partial<Policy> = {}): RoutingTable => ({
  profiles,
  defaultProfile: null,
  policy: { ...DEFAULT_POLICY, ...policy },
})

/** One profile with these endpoints, of equal weight unless they say otherwise. */
export const fleet = (...endpoints: readonly (Endpoint | string)[]): RoutingTable =>
  table([
    profile(
      'work',
      endpoints.map((one) => (typeof one === 'string' ? endpoint(one) : one)),
    ),
  ])

interface Wants extends Partial<Demand>, Partial<Pick<Asker, 'giveWayMs' | 'heldMs' | 'isLineFull'>> {
  readonly course?: Partial<Course>
  readonly affinity?: Partial<Affinity> | null
  readonly waitedMs?: number
  readonly ahead?: number
  /** Tried before, and counted. */
  readonly tried?: readonly string[]
}

const DEMAND: Demand = {
  kind: 'message',
  fence: null,
  holder: null,
  model: 'opus',
  bytes: 1_000,
  stream: true,
}
const NOBODYS: Affinity = { key: 'some-session', owner: null, isProven: false, isIdle: false, shunned: null }

export function asker({
  affinity = null,
  course = {},
  tried = [],
  waitedMs = 0,
  ahead = 0,
  giveWayMs = 0,
  heldMs = 0,
  isLineFull = false,
  ...demand
}: Wants = {}): Asker {
  const triedMap = new Map(tried.map((name): [EndpointId, 'counted'] => [endpointId(name), 'counted']))
  return {
    demand: { ...DEMAND, ...demand },
    course: { ...FRESH_COURSE, tried: triedMap, counted: triedMap.size, ...course },
    affinity: affinity === null ? null : { ...NOBODYS, ...affinity },
    ...{ waitedMs, heldMs, ahead, giveWayMs, isLineFull },
  }
}

export const ask = (more: Partial<Ask> = {}): Ask => ({
  ...DEMAND,
  session: null,
  agent: null,
  course: FRESH_COURSE,
  waitedMs: 0,
  heldMs: 0,
  place: 0,
  ...more,
})

/** The slot of a decision to send; a test that gets another one is wrong. */
export function slotOf(decision: Decision): Slot {
  if (decision.kind !== 'send') throw new Error(`nothing was sent: ${decision.kind}`)
  return decision.slot
}

/** What a test knows to be there. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is not there')
  return value
}
