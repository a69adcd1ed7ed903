import { MOST_REMEMBERED, REMEMBERED_MS, type Holders } from '../engine/holders.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { GivenId, GivenIds } from '../ports/store.ts'

interface Keeping {
  readonly holders: Pick<Holders, 'onGiven'>
  readonly givenIds: GivenIds
  readonly clock: Clock
  /** They could not be saved; told once for each reason. */
  readonly onFault: (why: string) => void
}

/** A crash loses at most this: a batch costs money, and nobody else can tell where it is. */
const SOON_MS = 100
const AGAIN_MS = 30_000

/** The ids that an earlier proxy of this home was given; none when they cannot be read. */
export async function keptGivenIds(givenIds: GivenIds): Promise<readonly GivenId[]> {
  return givenIds.all().catch(() => [])
}

/** Saves ids soon after they were given, until the returned function has saved the last of them. */
export function keepGivenIds({ clock, givenIds, holders, onFault }: Keeping): () => Promise<void> {
  const unsaved = new Map<string, GivenId>()
  let lastFault: string | null = null
  let cancel: Cancel | null = null
  let isOver = false

  const save = async (): Promise<void> => {
    cancel = null
    const ids = [...unsaved.values()].slice(-MOST_REMEMBERED)
    unsaved.clear()
    if (ids.length === 0) return
    try {
      await givenIds.put(ids, { since: clock.now() - REMEMBERED_MS, most: MOST_REMEMBERED })
      lastFault = null
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== lastFault) onFault(why)
      lastFault = why
      // What came meanwhile is newer.
      for (const one of ids) if (!unsaved.has(one.id)) unsaved.set(one.id, one)
      if (!isOver) plan(AGAIN_MS)
    }
  }
  const plan = (ms: number): void => {
    cancel ??= clock.after(ms, () => void save())
  }

  const forget = holders.onGiven((ids) => {
    for (const one of ids) unsaved.set(one.id, one)
    plan(SOON_MS)
  })

  return async () => {
    isOver = true
    forget()
    cancel?.()
    await save()
  }
}
