import { readConfiguration, type Configuration } from '../document/configuration.ts'
import { AppError } from '../errors/app-error.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'

interface Following {
  readonly store: Pick<Store, 'changeCount' | 'versions'>
  readonly clock: Clock
  /** Version in force at the start. */
  readonly from: number
  readonly onVersion: (configuration: Configuration) => void
  /** The newest version cannot be followed; told once for each reason. */
  readonly onFault: (why: string) => void
}

/** Well below the second that a change may take; asking costs some microseconds. */
const EVERY_MS = 250

/**
 * Follows the configuration until it is cancelled: every new version is handed
 * on. One that is not valid is passed over; what cannot be read now is tried
 * again.
 */
export function followConfiguration({ clock, from, onFault, onVersion, store }: Following): Cancel {
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
    const newest = await readConfiguration(store.versions).catch((error: unknown) => {
      // It stays as it is until somebody makes another one.
      if (error instanceof AppError && error.code === 'document-invalid') seen = count
      throw error
    })
    seen = count
    if (isOver) return
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
