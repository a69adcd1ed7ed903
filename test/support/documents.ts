import fc from 'fast-check'
import { STRATEGIES } from '../../src/settings/schema.ts'
import { TIERS, type Strategy, type Tier } from '../../src/core/model.ts'
import type { Document, EndpointEntry, OwnEndpoint, ReusedEndpoint } from '../../src/core/config/document.ts'

export const own = (id: string, name: string, more: Partial<OwnEndpoint> = {}): OwnEndpoint => ({
  id,
  name,
  baseUrl: `https://${name}.example.com`,
  auth: 'x-api-key',
  credential: `env:KEY_${id}`,
  weight: 100,
  enabled: true,
  ...more,
})

export const reused = (id: string, name: string, from: string): ReusedEndpoint => ({
  id,
  name,
  from,
  weight: 100,
  enabled: true,
})

/** Few enough names that changes hit what is there. */
export const PROFILE_NAMES = ['work', 'work-2', 'spare', 'w'] as const
export const ENDPOINT_NAMES = ['one', 'two', 'three'] as const

interface Plan {
  readonly name: string
  readonly strategy: Strategy | null
  readonly endpoints: readonly {
    readonly name: string
    readonly weight: number
    readonly reuses: number | null
    readonly cap: number | null
    readonly priority: number | null
  }[]
}

const plans = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...PROFILE_NAMES),
    strategy: fc.option(fc.constantFrom(...STRATEGIES)),
    endpoints: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...ENDPOINT_NAMES),
        weight: fc.integer({ min: 0, max: 1_000 }),
        reuses: fc.option(fc.nat({ max: 20 })),
        cap: fc.option(fc.integer({ min: 1, max: 10_000 })),
        priority: fc.option(fc.integer({ min: 1, max: 1_000 })),
      }),
      { selector: ({ name }) => name },
    ),
  }),
  { selector: ({ name }) => name },
)

/** Valid documents with endpoints of their own and reused ones, with and without a default profile and tiers. */
export const documents: fc.Arbitrary<Document> = fc
  .tuple(
    plans,
    fc.option(fc.nat({ max: 20 })),
    fc.array(fc.constantFrom(...TIERS, null), { minLength: 4, maxLength: 4 }),
    fc.constantFrom({}, { 'proxy.port': 80 }, { 'log.level': 'warn' }),
  )
  .map(([profiles, chosen, placed, settings]) => {
    const defaultProfile = chosen === null ? undefined : profiles[chosen % (profiles.length || 1)]?.name
    return {
      ...(defaultProfile === undefined ? {} : { defaultProfile }),
      ...tiersWith(profiles.map(({ name }, at) => ({ name, tier: placed[at] ?? null }))),
      profiles: profiles.map((profile, at) => ({
        name: profile.name,
        ...(profile.strategy === null ? {} : { strategy: profile.strategy }),
        endpoints: entriesOf(profiles, profile, at),
      })),
      settings,
    }
  })

function tiersWith(
  placed: readonly { readonly name: string; readonly tier: Tier | null }[],
): Pick<Document, 'tiers'> {
  const tiers = TIERS.flatMap((tier) => {
    const names = placed.filter((one) => one.tier === tier).map(({ name }) => name)
    return names.length === 0 ? [] : [[tier, names.reverse()] as const]
  })
  return tiers.length === 0 ? {} : { tiers: Object.fromEntries(tiers) }
}

function entriesOf(profiles: readonly Plan[], profile: Plan, at: number): readonly EndpointEntry[] {
  const sources = profiles
    .filter((other) => other !== profile)
    .flatMap((other) =>
      other.endpoints.filter(({ reuses }) => reuses === null).map(({ name }) => `${other.name}/${name}`),
    )
  return profile.endpoints.flatMap(({ cap, name, priority, reuses, weight }, index): EndpointEntry[] => {
    const id = `${String(at)}${String(index)}`.padStart(8, '0')
    const share = {
      weight,
      ...(priority === null ? {} : { priority }),
      ...(cap === null ? {} : { maxConcurrent: cap }),
    }
    if (reuses === null) return [own(id, name, share)]
    const from = sources[reuses % (sources.length || 1)]
    return from === undefined ? [] : [{ ...reused(id, name, from), ...share }]
  })
}
