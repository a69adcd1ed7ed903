import { Encrypter, armor } from 'age-encryption'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { systemClock, systemDice, wait } from '../../src/app/system-clock.ts'
import type { Change } from '../../src/core/config/changes.ts'
import type { Document } from '../../src/core/config/document.ts'
import type { Side } from '../../src/core/sync/three-way.ts'
import { open } from '../../src/document/age-file.ts'
import { changeConfiguration, readConfiguration } from '../../src/document/configuration.ts'
import type { Remote } from '../../src/ports/remote.ts'
import type { Sender } from '../../src/ports/sender.ts'
import type { Store } from '../../src/ports/store.ts'
import type { KeyVault } from '../../src/ports/vault.ts'
import { SETTINGS, type SettingKey } from '../../src/settings/schema.ts'
import { holdFile } from '../../src/store/hold-file.ts'
import { openStore } from '../../src/store/open-store.ts'
import { folderRemote } from '../../src/sync/folder-remote.ts'
import { gistRemote } from '../../src/sync/gist-remote.ts'
import { gitRemote } from '../../src/sync/git-remote.ts'
import type { Sealing } from '../../src/sync/sync-bundle.ts'
import { syncHome, type SyncResult, type SyncWish } from '../../src/sync/sync-home.ts'
import type { SyncParts } from '../../src/sync/sync-parts.ts'
import { TOKEN } from './gist-token.ts'
import { vaultOf } from './vault.ts'

export const PASSPHRASE = 'correct horse battery'

/** As the real one, and quick: the passphrase is not made slow to guess. */
export const quickSealing: Sealing = {
  seal: async (text, passphrase) => {
    const encrypter = new Encrypter()
    encrypter.setScryptWorkFactor(1)
    encrypter.setPassphrase(passphrase)
    return armor.encode(await encrypter.encrypt(text))
  },
  open,
}

/** A home that syncs. */
export interface SyncHome {
  readonly store: Store
  readonly vault: KeyVault
  readonly parts: SyncParts
  document(): Promise<Document>
  change(change: Change): Promise<void>
  /** Both ways, unless said otherwise; what both changed is decided for `side`. */
  sync(side?: Side | null, wish?: Partial<SyncWish>): Promise<SyncResult>
}

export async function syncHomeAt(
  place: string,
  remote: Remote,
  more: Partial<SyncParts> = {},
): Promise<SyncHome> {
  const store = await openStore({ file: join(place, 'qcc.db') })
  onTestFinished(() => {
    store.close()
  })
  const parts = { ...partsOf(place, store, remote), ...more }
  const { versions } = store
  const vault = vaultOf(place, store.sealedSecrets)
  return {
    ...{ store, vault, parts },
    document: async () => (await readConfiguration(versions)).document,
    change: async (change) => {
      const made = { author: 'cli' as const, message: 'changed by a test' }
      await changeConfiguration({ versions, clock: systemClock, keep: 1_000 }, change, made)
    },
    sync: (side = null, wish = {}) =>
      syncHome(parts, {
        direction: 'both',
        dryRun: false,
        decide: async (questions) => questions.map(() => side),
        ...wish,
      }),
  }
}

export const folderAt = (folder: string): Remote =>
  folderRemote({ folder, hold: holdFile, clock: systemClock, wait })

/** A branch of a repository, over a copy in the home. */
export const gitAt = (url: string, home: string, timeoutMs = 60_000): Remote =>
  gitRemote({
    ...{ url, branch: 'qcc', copy: join(home, 'sync', 'git'), env: process.env, timeoutMs },
    ...{ hold: holdFile, clock: systemClock, wait },
  })

export const gistAt = (api: string, id: string, sender: Sender): Remote =>
  gistRemote({ api, id, token: TOKEN, sender, clock: systemClock, timeoutMs: 20_000 })

/** What a sync works with that may be killed; see `sync-child.ts`. */
export const childParts = (place: string, remote: Remote, store: Store): SyncParts =>
  partsOf(place, store, remote)

function partsOf(place: string, { sealedSecrets, states, versions }: Store, remote: Remote): SyncParts {
  return {
    ...{
      remote,
      versions,
      states,
      clock: systemClock,
      dice: systemDice,
      wait,
      sealing: quickSealing,
      passphrase: PASSPHRASE,
    },
    ...{ withKeys: false, keep: 1_000, machine: place.split('/').at(-1) ?? '' },
    vault: vaultOf(place, sealedSecrets),
    isShared: (key) => SETTINGS[key as SettingKey].scope === 'shared',
    newRevision: () => randomBytes(8).toString('hex'),
  }
}
