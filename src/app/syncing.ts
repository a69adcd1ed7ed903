import { randomBytes } from 'node:crypto'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../cli/context.ts'
import { open, seal } from '../document/age-file.ts'
import { AppError } from '../errors/app-error.ts'
import type { Remote } from '../ports/remote.ts'
import { UndiciSender } from '../sender/undici-sender.ts'
import { SETTINGS, settingNamed, type Settings } from '../settings/schema.ts'
import { holdFile } from '../store/hold-file.ts'
import { cloudFolders } from '../sync/cloud-folders.ts'
import { folderRemote } from '../sync/folder-remote.ts'
import { gistAccount, gistRemote } from '../sync/gist-remote.ts'
import { gitRemote } from '../sync/git-remote.ts'
import { openBundle } from '../sync/sync-bundle.ts'
import { syncFault } from '../sync/sync-fault.ts'
import { syncHome } from '../sync/sync-home.ts'
import type { SyncParts } from '../sync/sync-parts.ts'
import type { SyncPlaces, SyncService } from '../sync/sync-service.ts'
import { syncStatus, type SyncStatus } from '../sync/sync-status.ts'
import { systemClock, systemDice, wait } from './system-clock.ts'

type Around = Pick<Context, 'env' | 'home' | 'keys' | 'store'>

const REVISION_BYTES = 8
const isShared = (key: string): boolean => settingNamed(key)?.scope === 'shared'

/** Sync as `settings` say; they may be ones that are not stored yet, as may the token for gists that is `given`. */
export async function syncService(
  around: Around,
  settings: Settings,
  given: string | null,
): Promise<SyncService> {
  const remote = await remoteFor(around, settings, given)
  const sealing = { seal, open }
  const partsWith = async (passphrase: string): Promise<SyncParts> => {
    const { states, versions } = await around.store()
    return {
      ...{
        remote,
        versions,
        states,
        sealing,
        passphrase,
        isShared,
        clock: systemClock,
        dice: systemDice,
        wait,
      },
      vault: await around.keys(),
      withKeys: settings['sync.secrets'] === 'on',
      keep: settings['versions.keep'],
      machine: hostname(),
      newRevision: () => randomBytes(REVISION_BYTES).toString('hex'),
    }
  }
  return {
    name: remote.name,
    sync: async (passphrase, wish) => syncHome(await partsWith(passphrase), wish),
    look: async (passphrase) => {
      const found = await remote.read()
      if (found.kind === 'empty') return { kind: 'empty' }
      const bundle = await openBundle(sealing, found.bytes, passphrase, remote.name)
      const { at, by, document, secrets } = bundle
      return { kind: 'bundle', at, by, profiles: document.profiles.length, keys: secrets.size }
    },
  }
}

async function remoteFor(
  { env, home, keys }: Around,
  settings: Settings,
  given: string | null,
): Promise<Remote> {
  const place = settings['sync.place']
  const timeoutMs = settings['sync.timeout'] * 1_000
  const backend = settings['sync.backend']
  if (place === SETTINGS['sync.place'].default && backend !== 'local') {
    throw syncFault('sync-fault.no-place', { backend }, 'usage')
  }
  switch (backend) {
    case 'local':
      throw new AppError('usage', 'sync is not set up')
    case 'folder':
      return folderRemote({ folder: place, hold: holdFile, clock: systemClock, wait })
    case 'git': {
      const copy = join(home, 'sync', 'git')
      return gitRemote({
        url: place,
        branch: settings['sync.branch'],
        copy,
        env,
        ...{ hold: holdFile, clock: systemClock, wait },
        timeoutMs,
      })
    }
    case 'gist': {
      const [api, reference] = [settings['sync.api'], settings['sync.token']]
      const token = given ?? (await (await keys()).resolve(reference))
      if (token === null) throw syncFault('sync-fault.no-token', { remote: new URL(api).host, reference })
      const sender = new UndiciSender()
      return gistRemote({ api, id: place, token, sender, clock: systemClock, timeoutMs })
    }
  }
}

export const syncPlaces = ({ env }: Pick<Around, 'env'>): SyncPlaces => ({
  cloudFolders: () => cloudFolders({ userFolder: homedir(), env }),
  gists: (api, token) => {
    const timeoutMs = SETTINGS['sync.timeout'].default * 1_000
    return gistAccount({ api, token, sender: new UndiciSender(), clock: systemClock, timeoutMs })
  },
})

export async function syncStatusOf({ store }: Pick<Around, 'store'>): Promise<SyncStatus> {
  const { readConfiguration } = await import('../document/configuration.ts')
  const { states, versions } = await store()
  return syncStatus(states, (await readConfiguration(versions)).document, isShared)
}
