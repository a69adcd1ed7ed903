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

/** Edits and syncs these homes at random, `rounds` times; looks after each sync, and brings them together at the end. */
export async function editAtRandom(
  homes: readonly SyncHome[],
  rounds: number,
  roll: () => number,
): Promise<{ readonly syncs: number; readonly asked: number }> {
  const edits = new RandomEdits(homes, roll)
  for (let round = 0; round < rounds; round++) await edits.round()
  await edits.broughtTogether()
  return { syncs: edits.syncs, asked: edits.asked }
}

class RandomEdits {
  readonly #homes: readonly Watched[]
  readonly #roll: () => number
  readonly #writes: Write[] = []
  /** By whom a value was replaced. Whoever does not know them has it still. */
  readonly #replacedBy = new Map<number, Set<number>>()
  readonly #remote = new Set<number>()
  readonly #removed = new Set<string>()
  /** Each with the id of the endpoint that it reuses, or null. */
  readonly #added = new Map<string, string | null>()
  #made = 0
  syncs = 0
  asked = 0

  constructor(homes: readonly SyncHome[], roll: () => number) {
    this.#homes = homes.map((home) => ({ home, knows: new Set() }))
    this.#roll = roll
  }

  async round(): Promise<void> {
    const one = this.#pick(this.#homes)
    if (one === undefined) return
    for (let edits = Math.floor(this.#roll() * 3); edits >= 0; edits--) {
      await (this.#roll() < 0.5 ? this.#write(one) : this.#reshape(one))
    }
    if (this.#roll() < 0.6) await this.#sync(one)
  }

  async broughtTogether(): Promise<void> {
    for (const one of [...this.#homes, ...this.#homes]) await this.#sync(one)
    const [first, ...others] = await Promise.all(this.#homes.map(({ home }) => travelling(home)))
    for (const other of others) expect(differences(first as Document, other)).toEqual([])
    const left = idsOf(first as Document)
    // A reuse goes with what it reuses.
    const isRemoved = (id: string | null): boolean => id !== null && this.#removed.has(id)
    const isLost = ([id, source]: readonly [string, string | null]): boolean =>
      !left.has(id) && !isRemoved(id) && !isRemoved(source)
    expect([...this.#added].filter(isLost)).toEqual([])
  }

  readonly #pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(this.#roll() * list.length)]

  #replace(old: number, by: number): void {
    this.#replacedBy.set(old, (this.#replacedBy.get(old) ?? new Set()).add(by))
  }

  #stands(value: number, known: ReadonlySet<number>): boolean {
    return known.has(value) && ![...(this.#replacedBy.get(value) ?? [])].some((by) => known.has(by))
  }

  async #write({ home, knows }: Watched): Promise<void> {
    const key = this.#pick(KEYS) ?? KEYS[0]
    const value = 100 + ++this.#made
    for (const older of this.#writes) {
      if (older.key === key && knows.has(older.value)) this.#replace(older.value, value)
    }
    this.#writes.push({ key, value })
    knows.add(value)
    await home.change(setSetting(key, value))
  }

  async #reshape({ home }: Watched): Promise<void> {
    const before = idsOf(await home.document())
    const name = String(++this.#made).padStart(8, '0')
    await home.change(randomShape(await home.document(), name, this.#pick))
    const changed = await home.document()
    const after = idsOf(changed)
    for (const id of after) if (!before.has(id)) this.#added.set(id, sourceIdOf(changed, id))
    for (const id of before) if (!after.has(id)) this.#removed.add(id)
  }

  async #sync({ home, knows }: Watched): Promise<void> {
    this.syncs += 1
    const decide = async (questions: readonly Question[]): Promise<readonly Side[]> =>
      questions.map((question) => {
        const side = this.#roll() < 0.5 ? 'ours' : 'theirs'
        this.#lose(question, side, new Set([...knows, ...this.#remote]))
        return side
      })
    const result = await home.sync(null, { decide })
    expect(result.kind).toBe('synced')
    for (const value of this.#remote) knows.add(value)
    for (const value of knows) this.#remote.add(value)
    const { settings } = await home.document()
    for (const key of KEYS) {
      const left = this.#writes.filter((one) => one.key === key && this.#stands(one.value, knows))
      expect(settings[key], key).toBe(left[0]?.value)
      expect(left.length).toBeLessThanOrEqual(1)
    }
  }

  #lose({ ours, path, theirs }: Question, side: Side, known: ReadonlySet<number>): void {
    this.asked += 1
    const [winner, loser] = side === 'ours' ? [ours, theirs] : [theirs, ours]
    if (path[0] === 'settings') {
      // Only what neither side knew of the other is a conflict.
      const both = [Number(ours), Number(theirs)]
      expect(both.map((value) => this.#stands(value, known))).toEqual([true, true])
      this.#replace(Number(loser), Number(winner))
    }
    for (const id of idsWithin(loser)) this.#removed.add(id)
  }
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
