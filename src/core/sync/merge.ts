/**
 * Merges two documents that both came from a third one. What only one side
 * changed is taken; what both changed differently is a conflict, and never
 * decided here. Profiles are the same by name, endpoints by id.
 */
import type { Document } from '../config/document.ts'
import { TIERS } from '../model.ts'
import { withTheirIds } from './alike.ts'
import { mend } from './mend.ts'
import { documentOf, recordsOf, text, type Records } from './records.ts'
import { withOneName } from './renames.ts'
import { survivors, type Survivors } from './survivors.ts'
import { threeWayOrder } from './three-way-order.ts'
import {
  threeWayFields,
  type Conflict,
  type Decide,
  type Fields,
  type Question,
  type Side,
  type Three,
} from './three-way.ts'

export interface Merged {
  readonly document: Document
  /** Every question that came up, in the order of the document. */
  readonly conflicts: readonly Conflict[]
}

/** What was decided before; null: nothing. */
export type Choose = (question: Question) => Side | null

export const NOTHING: Document = { profiles: [], settings: {} }

/** While a conflict is not decided, the document holds what `ours` says there. */
export function merge(sides: Three<Document>, choose: Choose): Merged {
  const conflicts: Conflict[] = []
  const decide: Decide = (question) => {
    const taken = choose(question)
    conflicts.push({ ...question, taken })
    return taken ?? 'ours'
  }
  const named = withOneName(sides, decide)
  const documents = { ...named, ours: withTheirIds(named.base, named.ours, named.theirs) }
  const records = {
    base: recordsOf(documents.base),
    ours: recordsOf(documents.ours),
    theirs: recordsOf(documents.theirs),
  }
  const left = survivors({ documents, records, decide })
  const merged = put(records, left, decide)
  return { document: documentOf(mend(merged, records.theirs)), conflicts }
}

function put(records: Three<Records>, left: Survivors, decide: Decide): Records {
  const endpoints = new Map(
    [...left.endpoints].map((id) => [id, fieldsAt(records, 'endpoints', id, pathOf(records, id), decide)]),
  )
  const names = new Set([
    ...left.profiles,
    // What somebody still has endpoints in is there.
    ...[...endpoints.values()].map((fields) => text(fields, 'profile')),
  ])
  const profiles = new Map(
    [...names].map((name) => [name, fieldsAt(records, 'profiles', name, ['profiles', name], decide)]),
  )
  const settings = threeWayFields(
    ['settings'],
    each(records, (one) => one.settings),
    decide,
  )
  return inOrder(records, { profiles, endpoints, settings, tiers: recordsOf(NOTHING).tiers }, decide)
}

/** A side that removed it has it as it was. */
function fieldsAt(
  records: Three<Records>,
  kind: 'profiles' | 'endpoints',
  key: string,
  path: readonly string[],
  decide: Decide,
): Fields {
  const base = records.base[kind].get(key) ?? new Map<string, unknown>()
  const { ours = base, theirs = base } = {
    ours: records.ours[kind].get(key),
    theirs: records.theirs[kind].get(key),
  }
  const isNew = !records.base[kind].has(key)
  if (isNew && !records.ours[kind].has(key)) return theirs
  if (isNew && !records.theirs[kind].has(key)) return ours
  return threeWayFields(path, { base, ours, theirs }, decide)
}

function pathOf({ base, ours, theirs }: Three<Records>, id: string): readonly string[] {
  const fields = theirs.endpoints.get(id) ?? ours.endpoints.get(id) ?? base.endpoints.get(id) ?? new Map()
  return ['profiles', text(fields, 'profile'), 'endpoints', text(fields, 'name')]
}

function inOrder(records: Three<Records>, merged: Records, decide: Decide): Records {
  const names = threeWayOrder(
    ['profiles'],
    each(records, ({ profiles }) => [...profiles.keys()]),
    new Set(merged.profiles.keys()),
    decide,
  )
  const idsOf = (name: string, { endpoints }: Records): readonly string[] =>
    [...endpoints].filter(([, fields]) => text(fields, 'profile') === name).map(([id]) => id)
  const ids = names.flatMap((name) =>
    threeWayOrder(
      ['profiles', name, 'endpoints'],
      each(records, (one) => idsOf(name, one)),
      new Set(idsOf(name, merged)),
      decide,
    ),
  )
  const tiers = TIERS.map((tier) => {
    const left = new Set(names.filter((name) => merged.profiles.get(name)?.get('tier') === tier))
    return [
      tier,
      threeWayOrder(
        ['tiers', tier],
        each(records, (one) => one.tiers[tier]),
        left,
        decide,
      ),
    ]
  })
  const sorted = <T>(keys: readonly string[], from: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map(
      keys.flatMap((key) => {
        const value = from.get(key)
        return value === undefined ? [] : [[key, value] as const]
      }),
    )
  return {
    ...merged,
    profiles: sorted(names, merged.profiles),
    endpoints: sorted(ids, merged.endpoints),
    tiers: Object.fromEntries(tiers) as Records['tiers'],
  }
}

const each = <T>({ base, ours, theirs }: Three<Records>, of: (one: Records) => T): Three<T> => ({
  base: of(base),
  ours: of(ours),
  theirs: of(theirs),
})
