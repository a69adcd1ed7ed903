import { join } from 'node:path'
import type { Document } from '../../src/core/config/document.ts'
import type { Usage } from '../../src/core/usage.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import type { AttemptStep, Trail } from '../../src/ports/trail.ts'
import { openHistory } from '../../src/store/open-history.ts'
import { configureHome, workDocument } from './home.ts'
import { temporaryFolder } from './qcc.ts'
import { idOf, upstream } from './rig.ts'
import { attemptStep, trail } from './trails.ts'

const NAMES = ['official', 'second', 'europe', 'america', 'spare'] as const
const PROFILES = { work: ['official', 'second'], relay: ['europe', 'america'], vendor: ['spare'] } as const
const MODELS = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-4-5'] as const
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const SEED = 20_261_128

/** A home with three tiers, whose history has this many requests of the last hour. */
export async function livelyHome(requests: number) {
  const targets = await Promise.all(NAMES.map((name) => upstream(name, [{ do: 'serve' }])))
  const home = join(temporaryFolder(), 'home')
  const document = documentFor(targets)
  await configureHome(home, document)
  const history = await openHistory(join(home, 'history.db'))
  try {
    for (const batch of batches(hourOf(requests, Date.now()))) await history.requests.add(batch)
    await history.switches.add([
      {
        ...{ at: Date.now() - 22 * MINUTE_MS, cause: 'failover' as const, reason: null },
        from: { place: 'primary', profiles: ['work'] },
        to: { place: 'secondary', profiles: ['relay'] },
        evidence: [
          {
            kind: 'out',
            endpoint: 'work/official',
            no: 'benched',
            benchReason: 'rate-limit',
            since: null,
            until: null,
          },
        ],
      },
      {
        ...{ at: Date.now() - 14 * MINUTE_MS, cause: 'recovery' as const, reason: null },
        from: { place: 'secondary', profiles: ['relay'] },
        to: { place: 'primary', profiles: ['work'] },
        evidence: [
          { kind: 'passed', endpoint: 'work/official', by: 'request', at: Date.now() - 14 * MINUTE_MS },
        ],
      },
    ])
  } finally {
    history.close()
  }
  return { home, document, targets }
}

function documentFor(targets: Parameters<typeof workDocument>[0]): Document {
  const { profiles, settings } = workDocument(targets, { 'health.mode': 'passive' })
  const all = profiles[0]?.endpoints ?? []
  return {
    profiles: Object.entries(PROFILES).map(([name, names]) => ({
      name,
      endpoints: all.filter((one) => names.some((each) => each === one.name)),
    })),
    tiers: { primary: ['work'], secondary: ['relay'], fallback: ['vendor'] },
    settings,
  }
}

/** As they would be written: some at a time. */
function batches(trails: readonly Trail[]): readonly (readonly Trail[])[] {
  const size = 50
  return Array.from({ length: Math.ceil(trails.length / size) }, (_, at) =>
    trails.slice(at * size, (at + 1) * size),
  )
}

/** Between the 38th and the 46th minute the primary tier is out. */
function hourOf(requests: number, now: number): readonly Trail[] {
  const roll = seeded(SEED)
  return Array.from({ length: requests }, (_, at) => {
    const part = at / requests
    const arrivedAt = Math.round(now - HOUR_MS + part * (HOUR_MS - MINUTE_MS))
    const isOut = part > 0.63 && part < 0.77
    const waitMs = Math.round(500 + roll() * 900)
    const shared = {
      request: `${String(at).padStart(8, '0')}-life`,
      arrivedAt,
      model: MODELS[Math.floor(roll() * 3)] ?? null,
    }
    const tookMs = Math.round(waitMs + 2_000 + roll() * 20_000)
    const way = isOut ? elsewhere(waitMs, tookMs, roll) : directly(waitMs, tookMs, roll)
    const steps = way.steps.map((step) => ({ ...step, model: shared.model }))
    return trail({ ...shared, ...way, steps })
  })
}

/** What a trail has of its own. */
type Way = Partial<Trail> & { readonly steps: readonly AttemptStep[] }

function directly(contentMs: number, tookMs: number, roll: () => number): Way {
  const name = roll() < 0.7 ? 'official' : 'second'
  const step = served('work', name, { afterMs: 2, contentMs, tookMs: tookMs - 2 }, roll)
  return { endpoint: `work/${name}`, steps: [step], contentAfterMs: contentMs + 2, tookMs }
}

function elsewhere(contentMs: number, tookMs: number, roll: () => number): Way {
  const name = roll() < 0.6 ? 'europe' : 'america'
  const refused = attemptStep({
    ...{
      endpoint: 'work/official',
      endpointId: idOf('official'),
      afterMs: 2,
      because: 'session',
      considered: [],
    },
    ...{ outcome: 'rate-limited', progress: 'sent', why: '429 rate_limit_error', status: 429 },
    ...{ sentMs: 21, headMs: 240, contentMs: null, tookMs: 244 },
  })
  const step = served('relay', name, { afterMs: 250, contentMs, tookMs: tookMs - 250 }, roll)
  if (roll() < 0.08) {
    return {
      steps: [refused],
      endpoint: null,
      ending: 'refused',
      status: 529,
      contentAfterMs: null,
      tookMs: 250,
    }
  }
  return {
    ...{ endpoint: `relay/${name}`, steps: [refused, step], attempts: 2 },
    ...{ contentAfterMs: contentMs + 250, tookMs },
  }
}

interface Times {
  readonly afterMs: number
  readonly contentMs: number
  readonly tookMs: number
}

function served(profile: string, name: string, times: Times, roll: () => number) {
  const usage: Usage = {
    ...{ input: Math.round(roll() * 2_000), output: Math.round(200 + roll() * 1_500) },
    ...{ cacheRead: Math.round(roll() * 60_000), cacheWrite5m: Math.round(roll() * 3_000), cacheWrite1h: 0 },
    ...{ webSearches: 0, tier: 'standard', speed: null, place: null, isPartial: false },
  }
  const receipt = { model: 'claude-sonnet-4-5', stopReason: 'end_turn', usage }
  return attemptStep({
    ...{ endpoint: `${profile}/${name}`, endpointId: idOf(name), because: 'session', receipt },
    ...{ sentMs: 18, headMs: Math.round(times.contentMs * 0.7), ...times },
  })
}
