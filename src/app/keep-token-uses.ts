import type { Cancel, Clock } from '../ports/clock.ts'
import type { ClientTokens } from '../ports/store.ts'
import type { LiveTokens } from './live-tokens.ts'

interface Keeping {
  readonly tokens: Pick<LiveTokens, 'onUse' | 'takeUses'>
  readonly store: Pick<ClientTokens, 'noteUses'>
  readonly clock: Clock
  /** They could not be written, and are forgotten. */
  readonly onFault: (why: string) => void
}

/** However many requests there are, the store is written to this often at most. */
const EVERY_MS = 60_000
/** The first use after a quiet time is written after this. */
const SOON_MS = 1_000

/** Writes down when tokens were used, until the returned function has done so for the last time. */
export function keepTokenUses({ clock, onFault, store, tokens }: Keeping): () => Promise<void> {
  let writtenAt = -Infinity
  let timer: Cancel | null = null

  const write = async (): Promise<void> => {
    timer?.()
    timer = null
    const uses = tokens.takeUses()
    if (uses.size === 0) return
    writtenAt = clock.now()
    try {
      await store.noteUses(uses)
    } catch (error) {
      onFault(error instanceof Error ? error.message : String(error))
    }
  }

  tokens.onUse = () => {
    if (timer !== null) return
    const sinceMs = clock.now() - writtenAt
    // A clock that was set back must not put it off for long.
    const waitMs = sinceMs < 0 ? EVERY_MS : Math.max(SOON_MS, EVERY_MS - sinceMs)
    timer = clock.after(waitMs, () => void write())
  }

  return async () => {
    tokens.onUse = () => undefined
    await write()
  }
}
