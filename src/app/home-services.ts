import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Say } from '../cli/texts.ts'
import { readConfiguration } from '../document/configuration.ts'
import { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'
import type { History } from '../ports/history.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { Store, Version } from '../ports/store.ts'
import type { KeyVault } from '../ports/vault.ts'
import type { SettingsView } from '../settings/resolve.ts'
import { homeKeys, type Person } from './home-keys.ts'
import { homeQueue, type HomeQueue } from './home-queue.ts'

interface Setup {
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly redactor: Redactor
  readonly clock: Clock
  readonly say: Say
  readonly person: Person
}

/** What is kept in a home, each opened at its first use and once. */
export interface HomeServices extends HomeQueue {
  readonly database: string
  store(): Promise<Store>
  readonly historyFile: string
  history(): Promise<History>
  keptHistory(): Promise<History | null>
  salvage(): Promise<readonly Version[]>
  keys(): Promise<KeyVault>
  settings(): Promise<SettingsView>
  /** `isUndone`: a home that was made for this process and has nothing in it goes. */
  readonly close: (isUndone?: boolean) => Promise<void>
}

export function homeServices({ clock, env, home, person, redactor, say }: Setup): HomeServices {
  let opened: Promise<Store> | null = null
  let vault: Promise<KeyVault> | null = null
  const database = join(home, 'qcc.db')
  const wasThere = existsSync(database)
  const store = (): Promise<Store> => (opened ??= openStoreIn(database))
  const opening = homeKeys({ home, env, clock, redactor, person })
  const openVault = async (): Promise<KeyVault> => {
    const [{ openKeyVault }, { store: keyStore, wrapping }] = await Promise.all([
      import('../secrets/key-vault.ts'),
      opening(),
    ])
    return openKeyVault({
      ...{ keys: wrapping, store: keyStore, env: fastToRead(env), redactor, clock },
      sealed: async () => (await store()).sealedSecrets,
      states: async () => (await store()).states,
    })
  }
  const keys = (): Promise<KeyVault> => (vault ??= openVault())
  const { close: closeQueues, ...queue } = homeQueue({ home, clock, store, opening })
  const historyFile = join(home, 'history.db')
  const histories: History[] = []
  const history = async (): Promise<History> => {
    const opened = await (await import('../store/open-history.ts')).openHistory(historyFile)
    histories.push(opened)
    return opened
  }
  return {
    database,
    store,
    historyFile,
    history,
    keptHistory: async () => (existsSync(historyFile) ? history() : null),
    ...queue,
    salvage: async () => (await import('../store/salvage.ts')).salvageVersions(database),
    keys,
    settings: async () => {
      const { document } = await readConfiguration((await store()).versions)
      const [{ viewSettings }, { envOverrides }] = await Promise.all([
        import('../settings/resolve.ts'),
        import('../settings/env-overrides.ts'),
      ])
      const fromEnv = envOverrides(env)
      if (fromEnv.kind === 'invalid') {
        const { fault, variable } = fromEnv
        const why = say(`fault.${fault.code}`, fault.values)
        throw new AppError('usage', say('setting-problem.variable', { variable, why }))
      }
      return viewSettings({ file: document.settings, env: fromEnv.overrides, flag: {} })
    },
    close: async (isUndone = false) => {
      closeQueues()
      const open = await opened?.catch(() => null)
      open?.close()
      for (const one of histories) one.close()
      if (isUndone && !wasThere && open !== null && open !== undefined)
        (await import('../store/remove-unused.ts')).removeUnused(database, join(home, 'sync'))
    },
  }
}

async function openStoreIn(file: string): Promise<Store> {
  const { openStore } = await import('../store/open-store.ts')
  return openStore({ file })
}

/**
 * A copy of what nobody changes: a look into the process's own environment
 * takes 0.3 µs, and each request takes one. On Windows only that one finds a
 * name in whatever case it is written.
 */
const fastToRead = (env: Setup['env']): Setup['env'] => (process.platform === 'win32' ? env : { ...env })
