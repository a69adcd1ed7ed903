import fc from 'fast-check'
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
  readonly endpoints: readonly {
    readonly name: string
    readonly weight: number
    readonly reuses: number | null
  }[]
}

const plans = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom(...PROFILE_NAMES),
    endpoints: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom(...ENDPOINT_NAMES),
        weight: fc.integer({ min: 0, max: 1_000 }),
        reuses: fc.option(fc.nat({ max: 20 })),
      }),
      { selector: ({ name }) => name },
    ),
  }),
  { selector: ({ name }) => name },
)

/** Valid documents with endpoints of their own and reused ones, with and without a default profile. */
export const documents: fc.Arbitrary<Document> = fc
  .tuple(
    plans,
    fc.option(fc.nat({ max: 20 })),
    fc.constantFrom({}, { 'proxy.port': 80 }, { 'log.level': 'warn' }),
  )
  .map(([profiles, chosen, settings]) => {
    const defaultProfile = chosen === null ? undefined : profiles[chosen % (profiles.length || 1)]?.name
    return {
      ...(defaultProfile === undefined ? {} : { defaultProfile }),
      profiles: profiles.map((profile, at) => ({
        name: profile.name,
        endpoints: entriesOf(profiles, profile, at),
      })),
      settings,
    }
  })

function entriesOf(profiles: readonly Plan[], profile: Plan, at: number): readonly EndpointEntry[] {
  const sources = profiles
    .filter((other) => other !== profile)
    .flatMap((other) =>
      other.endpoints.filter(({ reuses }) => reuses === null).map(({ name }) => `${other.name}/${name}`),
    )
  return profile.endpoints.flatMap(({ name, reuses, weight }, index): EndpointEntry[] => {
    const id = `${String(at)}${String(index)}`.padStart(8, '0')
    if (reuses === null) return [own(id, name, { weight })]
    const from = sources[reuses % (sources.length || 1)]
    return from === undefined ? [] : [{ ...reused(id, name, from), weight }]
  })
}
