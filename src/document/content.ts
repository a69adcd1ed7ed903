/**
 * What can only be said of a document as a whole, or with the names of what
 * there is: unknown keys, settings, names that are taken and names of nothing.
 * Goes by what has the right shape, so that all faults are told at once.
 */
import { parseSetting } from '../settings/parse-setting.ts'
import { settingKeys, settingNamed, type SettingKey } from '../settings/schema.ts'
import { faultOf, type Fault } from './fault.ts'
import { itemsOf, near, partAt, partsIn, type Part } from './parts.ts'
import { referenceFaults } from './references.ts'
import {
  documentShape,
  isReusedShape,
  ownEndpoint,
  profile,
  reusedEndpoint,
  rule,
  tiers,
  timeouts,
} from './shape.ts'

/** `idsNeeded`: whether an endpoint without an id is a fault. */
export function contentFaults(value: unknown, idsNeeded: boolean): readonly Fault[] {
  const top = partAt([], value)
  if (top === null) return listFault([], value)
  const profiles = partsIn(top, 'profiles').map((part) => ({
    ...part,
    endpoints: partsIn(part, 'endpoints'),
  }))
  const inTiers = partAt(['tiers'], top.value['tiers'])
  const endpoints = profiles.flatMap((one) => one.endpoints)
  const withoutId = idsNeeded ? endpoints.filter((part) => part.value['id'] === undefined) : []
  return [
    ...unknownKeys(top, documentShape.entries),
    ...listFaults(top, ['settings', 'tiers'], ['profiles']),
    ...(inTiers === null ? [] : unknownKeys(inTiers, tiers.entries)),
    ...profiles.flatMap((part) => [
      ...unknownKeys(part, profile.entries),
      ...listFaults(part, [], ['endpoints']),
    ]),
    ...endpoints.flatMap((part) => [
      ...endpointKeys(part),
      ...listFaults(part, ['models', 'timeouts'], ['rules']),
    ]),
    ...withoutId.map(({ path }) => faultOf('missing', [...path, 'id'], { key: 'id' })),
    ...settingFaults(partAt(['settings'], top.value['settings'])),
    ...repeated(profiles, 'name', 'duplicate-name'),
    ...profiles.flatMap((part) => repeated(part.endpoints, 'name', 'duplicate-name')),
    ...repeated(endpoints, 'id', 'duplicate-id'),
    ...referenceFaults(top, profiles),
  ]
}

/** Valibot takes a list for an object. */
const listFault = (path: Fault['path'], value: unknown): readonly Fault[] =>
  Array.isArray(value) ? [faultOf('not-object', path)] : []

/** Lists at keys of objects, and in lists of objects. */
const listFaults = (
  { path, value }: Part,
  objects: readonly string[],
  lists: readonly string[],
): readonly Fault[] => [
  ...objects.flatMap((key) => listFault([...path, key], value[key])),
  ...lists.flatMap((key) =>
    itemsOf(value[key]).flatMap((item, index) => listFault([...path, key, index], item)),
  ),
]

function endpointKeys(part: Part): readonly Fault[] {
  if (!isReusedShape(part.value)) {
    const times = partAt([...part.path, 'timeouts'], part.value['timeouts'])
    return [
      ...unknownKeys(part, ownEndpoint.entries),
      ...(times === null ? [] : unknownKeys(times, timeouts.entries)),
      ...partsIn(part, 'rules').flatMap((one) => unknownKeys(one, rule.entries)),
    ]
  }
  const isOfTarget = (key: string): boolean =>
    Object.hasOwn(ownEndpoint.entries, key) && !Object.hasOwn(reusedEndpoint.entries, key)
  const beside = Object.keys(part.value).filter(isOfTarget)
  return [
    ...beside.map((key) => faultOf('beside-from', [...part.path, key], { key })),
    ...unknownKeys(part, { ...ownEndpoint.entries, ...reusedEndpoint.entries }),
  ]
}

function unknownKeys({ path, value }: Part, entries: Readonly<Record<string, unknown>>): readonly Fault[] {
  const known = Object.keys(entries)
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => faultOf('unknown-key', [...path, key], { key, ...near(key, known) }))
}

function settingFaults(settings: Part | null): readonly Fault[] {
  return Object.entries(settings?.value ?? {}).flatMap(([key, value]) => {
    const path = ['settings', key]
    if (settingNamed(key) === null)
      return faultOf('unknown-setting', path, { key, ...near(key, settingKeys) })
    const parsed = parseSetting(key as SettingKey, value)
    return parsed.kind === 'fault' ? faultOf(parsed.fault.code, path, parsed.fault.values) : []
  })
}

/** The second and every further part that has the same text there as an earlier one. */
function repeated(
  parts: readonly Part[],
  key: 'id' | 'name',
  code: 'duplicate-id' | 'duplicate-name',
): readonly Fault[] {
  const seen = new Set<string>()
  return parts.flatMap(({ path, value }) => {
    const text = value[key]
    if (typeof text !== 'string') return []
    if (seen.has(text)) return faultOf(code, [...path, key], { [key]: text })
    seen.add(text)
    return []
  })
}
