/**
 * A document taken apart for merging: each profile and endpoint by itself, what
 * it says field by field, and where it stands beside it. An endpoint names the
 * one that it reuses by id, so that renaming on one side and reusing on the
 * other meet.
 */
import { isReused, type Document, type EndpointEntry, type Profile } from '../config/document.ts'
import { TIERS, type Tier } from '../model.ts'
import { WITHIN, type Fields } from './three-way.ts'

export interface Records {
  /** By name, in their order. */
  readonly profiles: ReadonlyMap<string, Fields>
  /** By id, those of a profile in their order. */
  readonly endpoints: ReadonlyMap<string, Fields>
  /** Names of profiles in each tier, in their order. */
  readonly tiers: Readonly<Record<Tier, readonly string[]>>
  readonly settings: Fields
}

/**
 * URL, key and auth style are one field: a merge must never send the key of one
 * side to the host of the other.
 */
export const TARGET = 'target'
const OWN_TARGET: readonly string[] = ['baseUrl', 'auth', 'credential']
/** Fields that are merged by the keys within. */
const DEEP: readonly string[] = ['models', 'timeouts']

/** What an endpoint has of its own where its target is reused. */
const OF_ENTRY: readonly string[] = ['name', 'weight', 'priority', 'enabled', 'maxConcurrent']

/** What an endpoint reuses, by its id. */
interface Reuse {
  readonly from: string
}

export function recordsOf(document: Document): Records {
  const ids = new Map(
    document.profiles.flatMap(({ endpoints, name }) =>
      endpoints.map((entry) => [`${name}/${entry.name}`, entry.id] as const),
    ),
  )
  const tiers = { primary: [], secondary: [], fallback: [], ...definedIn(document.tiers ?? {}) }
  const tierOf = (name: string): Tier | undefined => TIERS.find((tier) => tiers[tier].includes(name))
  return {
    profiles: new Map(
      document.profiles.map(({ endpoints: _, name, ...fields }) => [
        name,
        fieldsOf({ ...fields, tier: tierOf(name) }),
      ]),
    ),
    endpoints: new Map(
      document.profiles.flatMap((profile) =>
        profile.endpoints.map((entry) => [entry.id, endpointFields(profile, entry, ids)] as const),
      ),
    ),
    tiers,
    settings: fieldsOf(document.settings),
  }
}

function endpointFields({ name }: Profile, entry: EndpointEntry, ids: ReadonlyMap<string, string>): Fields {
  const values: Readonly<Record<string, unknown>> = { ...entry }
  const own = Object.entries(values).filter(([key]) => key !== 'id' && key !== 'from')
  const flat = own.filter(([key]) => !OWN_TARGET.includes(key) && !DEEP.includes(key))
  const deep = own.filter(([key]) => DEEP.includes(key)).flatMap(([key, value]) => within(key, value))
  const target = isReused(entry)
    ? { from: ids.get(entry.from) ?? entry.from }
    : Object.fromEntries(own.filter(([key]) => OWN_TARGET.includes(key)))
  return fieldsOf(Object.fromEntries([['profile', name], ...flat, [TARGET, target], ...deep]))
}

const within = (key: string, value: unknown): readonly (readonly [string, unknown])[] =>
  Object.entries(value ?? {}).map(([inner, one]) => [`${key}${WITHIN}${inner}`, one])

/** The id of the endpoint that one reuses, or null where its target is its own. */
export function reusedBy(endpoint: Fields): string | null {
  const target = endpoint.get(TARGET) as Partial<Reuse> | undefined
  return target?.from ?? null
}

/** The document that records say. Reused endpoints must have a source with a target of its own. */
export function documentOf({ endpoints, profiles, settings, tiers }: Records): Document {
  const fullNames = new Map(
    [...endpoints].map(([id, fields]) => [id, `${text(fields, 'profile')}/${text(fields, 'name')}`]),
  )
  const entriesIn = (name: string): readonly EndpointEntry[] =>
    [...endpoints]
      .filter(([, fields]) => fields.get('profile') === name)
      .map(([id, fields]) => entryOf(id, fields, fullNames))
  const filled = TIERS.filter((tier) => tiers[tier].length > 0).map((tier) => [tier, tiers[tier]])
  return {
    ...(filled.length === 0 ? {} : { tiers: Object.fromEntries(filled) as Document['tiers'] }),
    profiles: [...profiles].map(([name, fields]) => {
      const { tier: _, ...others } = Object.fromEntries(fields)
      return { name, ...others, endpoints: entriesIn(name) }
    }),
    settings: Object.fromEntries(settings) as Document['settings'],
  }
}

function entryOf(id: string, fields: Fields, fullNames: ReadonlyMap<string, string>): EndpointEntry {
  const reused = reusedBy(fields)
  const own = [...fields].filter(([key]) => key !== 'profile' && key !== TARGET)
  const plain = own.filter(([key]) => !key.includes(WITHIN) && (reused === null || OF_ENTRY.includes(key)))
  if (reused !== null) {
    return { id, ...Object.fromEntries(plain), from: fullNames.get(reused) ?? reused } as EndpointEntry
  }
  const deep = DEEP.flatMap((key) => {
    const inner = own
      .filter(([one]) => one.startsWith(`${key}${WITHIN}`))
      .map(([one, value]) => [one.slice(key.length + 1), value] as const)
    return inner.length === 0 ? [] : [[key, Object.fromEntries(inner)] as const]
  })
  return {
    id,
    ...Object.fromEntries(plain),
    ...(fields.get(TARGET) as object),
    ...Object.fromEntries(deep),
  } as EndpointEntry
}

/** A field that is a name. */
export function text(fields: Fields, key: string): string {
  const value = fields.get(key)
  return typeof value === 'string' ? value : ''
}

const fieldsOf = (value: object): Fields => new Map(Object.entries(definedIn(value)))

const definedIn = <T extends object>(value: T): { readonly [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never
