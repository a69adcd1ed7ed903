import { TIERS } from '../model.ts'
import type { Document, EndpointEntry, Profile, Tiers } from './document.ts'

/** One thing that differs between two documents. */
export interface Difference {
  /** Keys from the top, profiles and endpoints by their names. Of a list itself: its order, of a tier the names in it. */
  readonly path: readonly string[]
  /** Undefined where there was nothing. */
  readonly before: unknown
  /** Undefined where nothing is left. */
  readonly after: unknown
}

/**
 * What differs, as few entries as say it: what came or went as a whole is one.
 * Profiles are the same by name, endpoints by id. Empty only for documents that
 * mean the same.
 */
export const differences = (before: Document, after: Document): readonly Difference[] => [
  ...ofValues(['defaultProfile'], before.defaultProfile, after.defaultProfile),
  ...ofTiers(before.tiers, after.tiers),
  ...ofLists(['profiles'], before.profiles, after.profiles, {
    keyOf: ({ name }) => name,
    within: ofProfiles,
  }),
  ...ofObjects(['settings'], before.settings, after.settings),
]

/** A tier is its names in their order; an empty one is none. */
const ofTiers = (before: Tiers = {}, after: Tiers = {}): readonly Difference[] =>
  TIERS.flatMap((tier) => {
    const [old = [], names = []] = [before[tier], after[tier]]
    if (old.join('\n') === names.join('\n')) return []
    const orNothing = (list: readonly string[]) => (list.length === 0 ? undefined : list)
    return { path: ['tiers', tier], before: orNothing(old), after: orNothing(names) }
  })

type Path = Difference['path']
type Fields = Readonly<Record<string, unknown>>
type Compared<T> = (path: Path, before: T, after: T) => readonly Difference[]

const ofProfiles: Compared<Profile> = (path, before, after) => {
  const { endpoints: old, ...fields } = before
  const { endpoints, ...newFields } = after
  const byId = { keyOf: ({ id }: EndpointEntry) => id, within: ofEndpoints }
  return [...ofObjects(path, fields, newFields), ...ofLists([...path, 'endpoints'], old, endpoints, byId)]
}

const ofEndpoints: Compared<EndpointEntry> = (path, before, after) =>
  ofObjects(path, { ...before }, { ...after })

function ofLists<T extends { readonly name: string }>(
  path: Path,
  before: readonly T[],
  after: readonly T[],
  { keyOf, within }: { readonly keyOf: (item: T) => string; readonly within: Compared<T> },
): readonly Difference[] {
  const old = new Map(before.map((item) => [keyOf(item), item]))
  const left = new Set(after.map(keyOf))
  const stayed = after.filter((item) => old.has(keyOf(item)))
  const order = before.filter((item) => left.has(keyOf(item)))
  const namesOf = (items: readonly T[]): readonly string[] => items.map(({ name }) => name)
  const isReordered = stayed.some((item, at) => keyOf(item) !== keyOf(order[at] ?? item))
  return [
    ...before
      .filter((item) => !left.has(keyOf(item)))
      .map((item) => ({ path: [...path, item.name], before: item, after: undefined })),
    ...after.flatMap((item) => {
      const there = old.get(keyOf(item))
      const place = [...path, item.name]
      return there === undefined
        ? { path: place, before: undefined, after: item }
        : within(place, there, item)
    }),
    ...(isReordered ? [{ path, before: namesOf(order), after: namesOf(stayed) }] : []),
  ]
}

function ofObjects(path: Path, before: Fields, after: Fields): readonly Difference[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap((key) => ofValues([...path, key], before[key], after[key]))
}

function ofValues(path: Path, before: unknown, after: unknown): readonly Difference[] {
  if (before === after) return []
  if (isObject(before) && isObject(after)) return ofObjects(path, before, after)
  return [{ path, before, after }]
}

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null
