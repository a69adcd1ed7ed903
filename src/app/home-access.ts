import type { Store, Versions } from '../ports/store.ts'
import type { KeyVault } from '../ports/vault.ts'

/** Of a home, what the control API changes. */
export interface HomeAccess {
  readonly versions: () => Promise<Versions>
  readonly keys: KeyVault
  readonly close: () => Promise<void>
}

/**
 * The database is opened a second time, when somebody first looks: what is
 * written by it is followed like what any other process writes.
 */
export function homeAccess(database: string, keys: KeyVault): HomeAccess {
  let opened: Promise<Store> | null = null
  const open = async (): Promise<Store> =>
    (await import('../store/open-store.ts')).openStore({ file: database })
  return {
    keys,
    versions: async () => {
      opened ??= open()
      // What could not be opened may be there the next time.
      opened.catch(() => (opened = null))
      return (await opened).versions
    },
    close: async () => {
      const store = await opened?.catch(() => null)
      store?.close()
    },
  }
}
