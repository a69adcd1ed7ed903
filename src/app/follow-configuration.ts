import { readConfiguration, type Configuration } from '../document/configuration.ts'
import { AppError } from '../errors/app-error.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { ClientToken, Store } from '../ports/store.ts'

interface Following {
  readonly store: Pick<Store, 'changeCount' | 'clientTokens' | 'versions'>
  readonly clock: Clock
  /** Version in force at the start. */
  readonly from: number
  readonly onVersion: (configuration: Configuration) => void
  /** Whoever wrote may have changed them; also told when the newest version cannot be followed. */
  readonly onTokens: (tokens: readonly ClientToken[]) => void
  /** The newest version cannot be followed; told once for each reason. */
  readonly onFault: (why: string) => void
}

/** Well below the second that a change may take; asking costs some microseconds. */
const EVERY_MS = 250

/**
 * Follows the configuration and the client tokens until it is cancelled: every
 * new version is handed on, with the tokens of the same moment. One that is not valid is passed over; what cannot be read now is tried
 * again.
 */
export function followConfiguration({ clock, from, onFault, onTokens, onVersion, store }: Following): Cancel {
  let following = from
  let seen: number | null = null
  let lastFault: string | null = null
  let isOver = false
  let cancel: Cancel = () => undefined

  const look = async (): Promise<void> => {
    try {
      const count = store.changeCount()
      if (count !== seen) await takeNewest(count)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== lastFault && !isOver) onFault(why)
      lastFault = why
    }
    if (!isOver) cancel = clock.after(EVERY_MS, () => void look())
  }

  const takeNewest = async (count: number): Promise<void> => {
    const tokens = await store.clientTokens.all()
    const newest = await readConfiguration(store.versions).catch((error: unknown) => {
      if (!isOver) onTokens(tokens)
      // It stays as it is until somebody makes another one.
      if (error instanceof AppError && error.code === 'document-invalid') seen = count
      throw error
    })
    seen = count
    if (isOver) return
    onTokens(tokens)
    // What could not be read a moment ago may be the version in force: following it again takes the fault back.
    if (newest.number !== following || lastFault !== null) onVersion(newest)
    following = newest.number
    lastFault = null
  }

  void look()
  return () => {
    isOver = true
    cancel()
  }
}
