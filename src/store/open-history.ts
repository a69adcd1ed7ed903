import type { History } from '../ports/history.ts'
import { connection, type Connection } from './connection.ts'
import { migrate } from './migrate.ts'
import { HISTORY_MIGRATIONS } from './migrations.ts'
import { openDatabase } from './open-database.ts'
import { healthEventsIn } from './health-events.ts'
import { requestsIn } from './requests.ts'
import { storeFailure } from './store-failure.ts'
import { samplesIn } from './samples.ts'
import { switchesIn } from './switches.ts'

/** Nobody waits for what is only written down. */
const WAIT_MS = 1_000

/** Opens the history, and makes it where there is none. Rejects with `AppError` only. */
export async function openHistory(file: string): Promise<History> {
  try {
    const db = openDatabase(file, { waitMs: WAIT_MS, steps: HISTORY_MIGRATIONS.length, survives: 'crashes' })
    return historyIn(connection(db, file))
  } catch (error) {
    throw storeFailure(error, file)
  }
}

function historyIn(open: Connection): History {
  const close = (): void => {
    if (open.db.isOpen) open.db.close()
  }
  try {
    migrate(open, HISTORY_MIGRATIONS)
    const { add, ...samples } = samplesIn(open)
    return {
      requests: requestsIn(open, add),
      switches: switchesIn(open),
      samples,
      healthEvents: healthEventsIn(open, add),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
