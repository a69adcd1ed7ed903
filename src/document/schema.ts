import * as v from 'valibot'
import type { Document, EndpointEntry, SettingValue } from '../core/config/document.ts'
import { tiersOf } from '../core/config/tiers.ts'
import { parseSetting } from '../settings/parse-setting.ts'
import { settingKeys } from '../settings/schema.ts'
import { contentFaults } from './content.ts'
import { newEndpointId, type IdSource } from './endpoint-ids.ts'
import { faultOf, type Fault, type FaultCode } from './fault.ts'
import { documentShape } from './shape.ts'

export type Parsed =
  | { readonly kind: 'valid'; readonly document: Document }
  | { readonly kind: 'invalid'; readonly faults: readonly Fault[] }

/**
 * The document that `value` says, with every default filled in and its keys in
 * their order; or everything that is wrong with it. Endpoints without an id get
 * one of `newId`; with null, for what is stored, that is a fault.
 */
export function parseDocument(value: unknown, newId: IdSource | null): Parsed {
  const shaped = v.safeParse(documentShape, value)
  const content = contentFaults(value, newId === null)
  const faults = distinct([...shapeFaults(shaped.issues ?? [], content), ...content])
  if (faults.length > 0 || !shaped.success) return { kind: 'invalid', faults }
  const { defaultProfile, profiles, settings } = shaped.output
  const tiers = tiersOf(shaped.output.tiers, (name) => name)
  const document = {
    ...(defaultProfile === undefined ? {} : { defaultProfile }),
    ...(tiers === undefined ? {} : { tiers }),
    profiles: withIds(profiles, newId ?? newEndpointId),
    settings: withoutUnits(settings),
  }
  return { kind: 'valid', document }
}

type Written = v.InferOutput<typeof documentShape>['profiles']

function withIds(profiles: Written, newId: IdSource): Document['profiles'] {
  const taken = new Set(profiles.flatMap(({ endpoints }) => endpoints.flatMap(({ id }) => id ?? [])))
  const freeId = (fullName: string): string => {
    let id = newId(fullName)
    while (taken.has(id)) id = newId(fullName)
    taken.add(id)
    return id
  }
  return profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.map(({ id, ...entry }): EndpointEntry => ({
      id: id ?? freeId(`${profile.name}/${entry.name}`),
      ...entry,
    })),
  }))
}

/** Settings are stored as plain numbers, in the order of their table. Expects valid ones. */
function withoutUnits(settings: Readonly<Record<string, unknown>>): Record<string, SettingValue> {
  const plain: Record<string, SettingValue> = {}
  for (const key of settingKeys) {
    const parsed = parseSetting(key, settings[key])
    if (parsed.kind === 'value') plain[key] = parsed.value
  }
  return plain
}

/** Valibot's types of schema, as faults where a value is of another. */
const TYPE_CODES: Readonly<Record<string, FaultCode>> = {
  string: 'not-text',
  number: 'not-number',
  boolean: 'not-switch',
  array: 'not-list',
  picklist: 'not-choice',
  // The one union there is.
  union: 'status',
}

function shapeFaults(issues: readonly v.BaseIssue<unknown>[], known: readonly Fault[]): readonly Fault[] {
  const lists = known.filter(({ code }) => code === 'not-object').map(({ path }) => path)
  return issues.flatMap((issue) => {
    const path = (issue.path ?? []).map(({ key }) => key as string | number)
    const isInList = lists.some((list) => list.every((key, at) => path[at] === key))
    // Valibot stops at the first unknown key; `contentFaults` has them all.
    const isUnknownKey = issue.type === 'strict_object' && issue.expected === 'never'
    return isInList || isUnknownKey ? [] : shapeFault(issue, path)
  })
}

function shapeFault(
  { expected, kind, message, received, type }: v.BaseIssue<unknown>,
  path: Fault['path'],
): Fault {
  if (received === 'undefined') return faultOf('missing', path, { key: String(path.at(-1) ?? '') })
  if (kind === 'validation') return faultOf(message as FaultCode, path)
  if (kind === 'transformation')
    return faultOf(message as FaultCode, path, expected === null ? {} : { expected })
  // ("a" | "b")
  const choices =
    type === 'picklist' ? { expected: (expected ?? '').replace(/[()"]/g, '').replaceAll(' |', ',') } : {}
  return faultOf(TYPE_CODES[type] ?? 'not-object', path, choices)
}

/** One fault a place: the first is what others follow from. */
function distinct(faults: readonly Fault[]): readonly Fault[] {
  const byPlace = new Map<string, Fault>()
  for (const fault of faults) {
    const place = JSON.stringify(fault.path)
    if (!byPlace.has(place)) byPlace.set(place, fault)
  }
  return [...byPlace.values()]
}
