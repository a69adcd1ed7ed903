import { TIERS } from '../core/model.ts'
import { faultOf, type Fault } from './fault.ts'
import { itemsOf, near, partAt, type Part, type ProfilePart } from './parts.ts'

/** Faults of what names a profile or an endpoint elsewhere in the document: `defaultProfile`, `tiers` and `from`. */
export function referenceFaults(top: Part, profiles: readonly ProfilePart[]): readonly Fault[] {
  const targets = new Map<string, unknown>()
  for (const profile of profiles) {
    for (const endpoint of profile.endpoints) targets.set(fullName(profile, endpoint), endpoint.value['from'])
  }
  return [
    ...defaultFaults(top, profiles),
    ...tierFaults(partAt(['tiers'], top.value['tiers']), profiles),
    ...profiles.flatMap((profile) =>
      profile.endpoints.flatMap((endpoint) => fromFaults(profile, endpoint, targets)),
    ),
  ]
}

const fullName = (profile: Part, endpoint: Part): string =>
  `${String(profile.value['name'])}/${String(endpoint.value['name'])}`

function defaultFaults(top: Part, profiles: readonly Part[]): readonly Fault[] {
  const wanted = top.value['defaultProfile']
  const names = profiles.map(({ value }) => String(value['name']))
  if (typeof wanted !== 'string' || names.includes(wanted)) return []
  return [faultOf('no-profile', ['defaultProfile'], { name: wanted, ...near(wanted, names) })]
}

/** Names in tiers that are those of nothing, or that stand in one already. */
function tierFaults(tiers: Part | null, profiles: readonly Part[]): readonly Fault[] {
  const known = profiles.map(({ value }) => String(value['name']))
  const seen = new Set<string>()
  const places = TIERS.flatMap((tier) =>
    itemsOf(tiers?.value[tier]).map((name, at) => ({ name, path: ['tiers', tier, at] })),
  )
  return places.flatMap(({ name, path }) => {
    if (typeof name !== 'string') return []
    if (!known.includes(name)) return faultOf('no-profile', path, { name, ...near(name, known) })
    if (seen.has(name)) return faultOf('in-tier-twice', path, { name })
    seen.add(name)
    return []
  })
}

/** `targets` holds the `from` of every endpoint by its full name; undefined where the target is its own. */
function fromFaults(profile: Part, endpoint: Part, targets: ReadonlyMap<string, unknown>): readonly Fault[] {
  const { from } = endpoint.value
  if (typeof from !== 'string') return []
  const fault = (code: Fault['code'], values: Fault['values'] = {}): readonly Fault[] => [
    faultOf(code, [...endpoint.path, 'from'], { from, ...values }),
  ]
  if (!/^[^/]+\/[^/]+$/.test(from)) return fault('from-form')
  if (from.startsWith(`${String(profile.value['name'])}/`)) return fault('from-own-profile')
  if (!targets.has(from)) {
    const own = [...targets].filter(([, next]) => next === undefined).map(([name]) => name)
    return fault('from-nowhere', near(from, own))
  }
  if (targets.get(from) === undefined) return []
  const origin = originOf(from, targets)
  return origin === null ? fault('from-circle') : fault('from-reused', { origin })
}

/** The end of a chain of references; null when it is a circle or leads nowhere. */
function originOf(from: string, targets: ReadonlyMap<string, unknown>): string | null {
  const seen = new Set<unknown>()
  let name: unknown = from
  while (typeof name === 'string' && targets.has(name) && !seen.has(name)) {
    seen.add(name)
    const next = targets.get(name)
    if (next === undefined) return name
    name = next
  }
  return null
}
