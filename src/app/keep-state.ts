import type { Switch } from '../core/failover/switch.ts'
import type { Json } from '../core/json.ts'
import type { Engine } from '../engine/engine.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { States } from '../ports/store.ts'

interface Keeping {
  readonly engine: Pick<Engine, 'onChange' | 'snapshot'>
  /** The same until there is another one. */
  readonly lastSwitch: () => Switch | null
  readonly states: States
  readonly clock: Clock
  /** It could not be saved; told once for each reason. */
  readonly onFault: (why: string) => void
}

/** Name of what is kept, among the states of a home. */
export const ROUTER = 'router'
/** A crash loses at most this. */
const EVERY_MS = 30_000
/** The first change after a quiet time is saved after this. */
const SOON_MS = 1_000

/** What an earlier proxy of this home learnt; null when there is nothing that can be read, which is learnt anew. */
export async function keptState(states: States): Promise<Json | null> {
  return states.get(ROUTER).catch(() => null)
}

/** Saves what the engine knows after it changed, until the returned function has saved it for the last time. */
export function keepState({ clock, engine, lastSwitch, onFault, states }: Keeping): () => Promise<void> {
  let saved = ''
  let savedAt = -Infinity
  let lastFault: string | null = null
  let timer: Cancel | null = null
  let last = lastSwitch()

  const save = async (): Promise<void> => {
    timer?.()
    timer = null
    savedAt = clock.now()
    const text = JSON.stringify(engine.snapshot())
    if (text === saved) return
    try {
      await states.set(ROUTER, JSON.parse(text) as Json)
      saved = text
      lastFault = null
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== lastFault) onFault(why)
      lastFault = why
    }
  }

  const forget = engine.onChange(() => {
    if (lastSwitch() !== last) {
      last = lastSwitch()
      // Nobody else says again what a person said, and the history has every switch at once.
      return void save()
    }
    if (timer !== null) return
    const sinceMs = clock.now() - savedAt
    // A clock that was set back must not put it off for long.
    const waitMs = sinceMs < 0 ? EVERY_MS : Math.max(SOON_MS, EVERY_MS - sinceMs)
    timer = clock.after(waitMs, () => void save())
  })

  return async () => {
    forget()
    await save()
  }
}
