/** What is still there after a merge: added on either side, or removed on none; a question where one removed what the other changed. */
import type { Document, EndpointEntry } from '../config/document.ts'
import { reusedBy, text, type Records } from './records.ts'
import { same } from './same.ts'
import type { Decide, Side, Three } from './three-way.ts'

export interface Survivors {
  readonly profiles: ReadonlySet<string>
  /** By id. */
  readonly endpoints: ReadonlySet<string>
}

interface Given {
  readonly documents: Three<Document>
  readonly records: Three<Records>
  readonly decide: Decide
}

export function survivors(given: Given): Survivors {
  const { records } = given
  const fates = profileFates(given)
  const profiles = everywhere(records, 'profiles').filter((name) => {
    const fate = fates.get(name)
    return fate === undefined ? leftBy(records, 'profiles', name, () => false) : fate.kept
  })
  const endpoints = everywhere(records, 'endpoints').filter(
    (id) =>
      fateWithProfile(given, fates, id) ??
      leftBy(records, 'endpoints', id, (holder) => endpointFate(given, id, holder)),
  )
  return { profiles: new Set(profiles), endpoints: new Set(endpoints) }
}

type Kind = 'profiles' | 'endpoints'

const everywhere = ({ base, ours, theirs }: Three<Records>, kind: Kind): readonly string[] => [
  ...new Set([...theirs[kind].keys(), ...ours[kind].keys(), ...base[kind].keys()]),
]

/** `isWanted` says of something that the other side removed whether it stays. */
function leftBy(
  records: Three<Records>,
  kind: Kind,
  key: string,
  isWanted: (holder: Side) => boolean,
): boolean {
  const isIn = { ours: records.ours[kind].has(key), theirs: records.theirs[kind].has(key) }
  if (isIn.ours && isIn.theirs) return true
  if (!isIn.ours && !isIn.theirs) return false
  if (!records.base[kind].has(key)) return true
  return isWanted(isIn.ours ? 'ours' : 'theirs')
}

interface Fate {
  readonly holder: Side
  readonly kept: boolean
}

/** Of the profiles that one side removed while the other changed something in them. */
function profileFates({ decide, documents, records }: Given): ReadonlyMap<string, Fate> {
  const fates = new Map<string, Fate>()
  for (const name of records.base.profiles.keys()) {
    const holder = onlyHolder(records, 'profiles', name)
    if (holder === null || !isProfileChanged(records, holder, name)) continue
    const path = ['profiles', name]
    fates.set(name, { holder, kept: keeps(path, documents, holder, profileIn(name), decide) })
  }
  return fates
}

function onlyHolder({ ours, theirs }: Three<Records>, kind: Kind, key: string): Side | null {
  if (ours[kind].has(key) === theirs[kind].has(key)) return null
  return ours[kind].has(key) ? 'ours' : 'theirs'
}

function isProfileChanged(records: Three<Records>, holder: Side, name: string): boolean {
  const { base, [holder]: held } = records
  if (!same([...(base.profiles.get(name) ?? [])], [...(held.profiles.get(name) ?? [])])) return true
  return [...held.endpoints].some(
    ([id, fields]) => text(fields, 'profile') === name && isTouched(records, holder, id),
  )
}

/** Whether an endpoint is not as it was, or is reused by one that is not. */
function isTouched(records: Three<Records>, holder: Side, id: string): boolean {
  const { base, [holder]: held } = records
  const isNew = (one: string): boolean =>
    !same(entriesOf(base.endpoints.get(one)), entriesOf(held.endpoints.get(one)))
  return isNew(id) || [...held.endpoints].some(([one, fields]) => reusedBy(fields) === id && isNew(one))
}

/** As an object, in which order counts nothing. */
const entriesOf = (fields: ReadonlyMap<string, unknown> | undefined): object | null =>
  fields === undefined ? null : Object.fromEntries(fields)

/** Where the profile was a question, its endpoints are a part of it; null where it was none. */
function fateWithProfile({ records }: Given, fates: ReadonlyMap<string, Fate>, id: string): boolean | null {
  const holder = onlyHolder(records, 'endpoints', id)
  if (holder === null) return null
  const fate = fates.get(profileOf(records[holder], id))
  return fate?.holder === holder ? fate.kept : null
}

function endpointFate({ decide, documents, records }: Given, id: string, holder: Side): boolean {
  if (!isTouched(records, holder, id)) return false
  const name = entryIn(id)(documents[holder])?.name ?? id
  const path = ['profiles', profileOf(records[holder], id), 'endpoints', name]
  return keeps(path, documents, holder, entryIn(id), decide)
}

const profileOf = ({ endpoints }: Records, id: string): string =>
  text(endpoints.get(id) ?? new Map<string, unknown>(), 'profile')

function keeps(
  path: readonly string[],
  documents: Three<Document>,
  holder: Side,
  find: (document: Document) => unknown,
  decide: Decide,
): boolean {
  const question = {
    path,
    base: find(documents.base),
    ours: find(documents.ours),
    theirs: find(documents.theirs),
  }
  return decide(question) === holder
}

const profileIn =
  (name: string) =>
  ({ profiles }: Document) =>
    profiles.find((profile) => profile.name === name)

const entryIn =
  (id: string) =>
  ({ profiles }: Document): EndpointEntry | undefined =>
    profiles.flatMap(({ endpoints }) => endpoints).find((entry) => entry.id === id)
