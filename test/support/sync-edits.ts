/**
 * Random edits of homes that sync, and a second opinion on what must come out:
 * which value of which key was written knowing which others. A value may be
 * gone only where somebody who knew it wrote another one, or where it lost a
 * conflict that was asked.
 */
import { expect } from 'vitest'
import {
  addEndpoint,
  addProfile,
  removeEndpoint,
  removeProfile,
  renameProfile,
  setEndpoint,
  setSetting,
  type Change,
} from '../../src/core/config/changes.ts'
import { differences } from '../../src/core/config/diff.ts'
import type { Document } from '../../src/core/config/document.ts'
import { setTier } from '../../src/core/config/set-tier.ts'
import type { Question, Side } from '../../src/core/sync/three-way.ts'
import { travellingPart } from '../../src/core/sync/travelling-part.ts'
import { own, reused } from './documents.ts'
import type { SyncHome } from './sync-homes.ts'

const KEYS = [
  'timeout.idle',
  'timeout.quiet',
  'tier.cooldown',
  'affinity',
  'hold.max',
  'health.stale',
] as const

interface Write {
  readonly key: string
  readonly value: number
}

interface Watched {
  readonly home: SyncHome
  /** Values of keys that went into what it has. */
  readonly knows: Set<number>
}

/* eslint-disable max-lines-per-function -- one model of all homes: its parts share what is known of each write */
/** Edits and syncs these homes at random, `rounds` times; looks after each sync, and brings them together at the end. */
export async function editAtRandom(
  homes: readonly SyncHome[],
  rounds: number,
  roll: () => number,
): Promise<{ readonly syncs: number; readonly asked: number }> {
  const writes: Write[] = []
  /** By whom a value was replaced. Whoever does not know them has it still. */
  const replacedBy = new Map<number, Set<number>>()
  const replace = (old: number, by: number): void => {
    replacedBy.set(old, (replacedBy.get(old) ?? new Set()).add(by))
  }
  const stands = (value: number, known: ReadonlySet<number>): boolean =>
    known.has(value) && ![...(replacedBy.get(value) ?? [])].some((by) => known.has(by))
  const remote = new Set<number>()
  const removed = new Set<string>()
  /** Each with the id of the endpoint that it reuses, or null. */
  const added = new Map<string, string | null>()
  let [made, syncs, asked] = [0, 0, 0]
  const watched = homes.map((home): Watched => ({ home, knows: new Set() }))
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(roll() * list.length)]

  const write = async ({ home, knows }: Watched): Promise<void> => {
    const key = pick(KEYS) ?? KEYS[0]
    const value = 100 + ++made
    for (const older of writes) if (older.key === key && knows.has(older.value)) replace(older.value, value)
    writes.push({ key, value })
    knows.add(value)
    await home.change(setSetting(key, value))
  }
  const reshape = async ({ home }: Watched): Promise<void> => {
    const before = await home.document()
    await home.change(randomShape(before, String(++made).padStart(8, '0'), pick))
    const changed = await home.document()
    const after = idsOf(changed)
    for (const id of after) if (!idsOf(before).has(id)) added.set(id, sourceIdOf(changed, id))
    for (const id of idsOf(before)) if (!after.has(id)) removed.add(id)
  }
  const lose = ({ ours, path, theirs }: Question, side: Side, known: ReadonlySet<number>): void => {
    asked += 1
    const [winner, loser] = side === 'ours' ? [ours, theirs] : [theirs, ours]
    if (path[0] === 'settings') {
      // Only what neither side knew of the other is a conflict.
      expect([Number(ours), Number(theirs)].map((value) => stands(value, known))).toEqual([true, true])
      replace(Number(loser), Number(winner))
    }
    for (const id of idsWithin(loser)) removed.add(id)
  }
  const sync = async ({ home, knows }: Watched): Promise<void> => {
    syncs += 1
    const decide = async (questions: readonly Question[]): Promise<readonly Side[]> =>
      questions.map((question) => {
        const side = roll() < 0.5 ? 'ours' : 'theirs'
        lose(question, side, new Set([...knows, ...remote]))
        return side
      })
    const result = await home.sync(null, { decide })
    expect(result.kind).toBe('synced')
    for (const value of remote) knows.add(value)
    for (const value of knows) remote.add(value)
    const { settings } = await home.document()
    for (const key of KEYS) {
      const left = writes.filter((one) => one.key === key && stands(one.value, knows))
      expect(settings[key], key).toBe(left[0]?.value)
      expect(left.length).toBeLessThanOrEqual(1)
    }
  }

  for (let round = 0; round < rounds; round++) {
    const one = pick(watched)
    if (one === undefined) break
    for (let edits = Math.floor(roll() * 3); edits >= 0; edits--)
      await (roll() < 0.5 ? write(one) : reshape(one))
    if (roll() < 0.6) await sync(one)
  }
  for (const one of [...watched, ...watched]) await sync(one)
  const [first, ...others] = await Promise.all(homes.map((home) => travelling(home)))
  for (const other of others) expect(differences(first as Document, other)).toEqual([])
  const left = idsOf(first as Document)
  // A reuse goes with what it reuses.
  const isRemoved = (id: string | null): boolean => id !== null && removed.has(id)
  const lost = [...added].filter(([id, source]) => !left.has(id) && !isRemoved(id) && !isRemoved(source))
  expect(lost).toEqual([])
  return { syncs, asked }
}

const travelling = async (home: SyncHome): Promise<Document> =>
  travellingPart(await home.document(), home.parts.isShared)

/** With a name and an id that nothing else has, so that it can be followed. */
function randomShape(document: Document, id: string, pick: <T>(list: readonly T[]) => T | undefined): Change {
  const names = document.profiles.map(({ name }) => name)
  const entries = document.profiles.flatMap(({ endpoints, name }) =>
    endpoints.map((entry) => ({ ...entry, fullName: `${name}/${entry.name}` })),
  )
  const [name, entryId] = [pick(names) ?? `p${id}`, pick(entries)?.id ?? '']
  const source = pick(entries.filter((one) => !('from' in one) && !one.fullName.startsWith(`${name}/`)))
  const shapes: readonly Change[] = [
    addProfile({ name: `p${id}`, endpoints: [own(id, `e${id}`)] }),
    addEndpoint(name, own(id, `e${id}`)),
    addEndpoint(name, own(id, `e${id}`)),
    addEndpoint(name, source === undefined ? own(id, `e${id}`) : reused(id, `e${id}`, source.fullName)),
    renameProfile(name, `p${id}`),
    setEndpoint(entryId, { weight: Number(id) % 1_000 }),
    setEndpoint(entryId, { name: `e${id}` }),
    setEndpoint(entryId, {}, { credential: `env:KEY_${id}` }),
    setTier(name, pick(['primary', 'secondary', 'fallback'] as const) ?? null),
    ...(names.length > 4 ? [removeProfile(name, true), removeProfile(name, true)] : []),
    ...(entries.length > 10 ? [removeEndpoint(entryId), removeEndpoint(entryId)] : []),
  ]
  return pick(shapes) ?? setTier(name, null)
}

const idsOf = ({ profiles }: Document): ReadonlySet<string> =>
  new Set(profiles.flatMap(({ endpoints }) => endpoints.map(({ id }) => id)))

function sourceIdOf({ profiles }: Document, id: string): string | null {
  const entries = profiles.flatMap(({ endpoints, name }) =>
    endpoints.map((entry) => ({ entry, fullName: `${name}/${entry.name}` })),
  )
  const entry = entries.find((one) => one.entry.id === id)?.entry
  if (entry === undefined || !('from' in entry)) return null
  return entries.find(({ fullName }) => fullName === entry.from)?.entry.id ?? null
}

/** Ids of endpoints anywhere in a value. */
function idsWithin(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'id' in value && typeof value.id === 'string' ? [value.id] : []
  return [...own, ...Object.values(value).flatMap(idsWithin)]
}
