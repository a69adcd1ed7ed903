/**
 * Everything that is stored, in one SQLite file. Statements are plain SQL,
 * synchronous and short; behind asynchronous ports, so that another database
 * can take its place.
 */
import type { Logins } from '../ports/logins.ts'
import type { Store } from '../ports/store.ts'
import { clientTokensIn } from './client-tokens.ts'
import { connection, type Connection } from './connection.ts'
import { givenIdsIn } from './given-ids.ts'
import { loginsIn } from './logins.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { openDatabase } from './open-database.ts'
import { sealedSecretsIn } from './sealed-secrets.ts'
import { statesIn } from './states.ts'
import { storeFailure } from './store-failure.ts'
import { versionsIn } from './versions.ts'

interface Place {
  readonly file: string
  /** How long a writer waits for another one; 5 s unless given. */
  readonly waitMs?: number
}

const WAIT_MS = 5_000

/** Opens the store, and makes it where there is none. Rejects with `AppError` only. */
export async function openStore({ file, waitMs = WAIT_MS }: Place): Promise<Store> {
  try {
    const db = openDatabase(file, { waitMs, steps: MIGRATIONS.length, survives: 'loss of power' })
    return storeIn(connection(db, file))
  } catch (error) {
    throw storeFailure(error, file)
  }
}

function storeIn(connection: Connection): Store {
  const { db, use } = connection
  const close = (): void => {
    // The last one to close moves the log into the file and removes it.
    if (db.isOpen) db.close()
  }
  try {
    migrate(connection)
    let logins: Logins | null = null
    const dataVersion = db.prepare('PRAGMA data_version')
    return {
      versions: versionsIn(connection),
      sealedSecrets: sealedSecretsIn(connection),
      clientTokens: clientTokensIn(connection),
      states: statesIn(connection),
      givenIds: givenIdsIn(connection),
      // Few ask for it; its statements would make every command later.
      get logins() {
        return (logins ??= loginsIn(connection))
      },
      changeCount: () => use(() => Number(dataVersion.get()?.['data_version'])),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
