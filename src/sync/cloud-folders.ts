/** Where cloud services keep their folders, as far as they are there on this machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CloudFolder {
  readonly service: 'iCloud Drive' | 'OneDrive' | 'Dropbox' | 'Google Drive' | 'Nextcloud'
  readonly folder: string
}

export interface CloudPlaces {
  readonly userFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Each folder once. Besides the usual places: OneDrive's variables on Windows,
 * Dropbox's `info.json`, Nextcloud's configuration, and macOS's CloudStorage.
 */
export function cloudFolders(places: CloudPlaces): readonly CloudFolder[] {
  const found = [...usual(places), ...inCloudStorage(places), ...told(places)]
  const there = found.filter(({ folder }) => existsSync(folder))
  return there.filter(({ folder }, at) => there.findIndex((one) => one.folder === folder) === at)
}

type Service = CloudFolder['service']

const named = (service: Service, folders: readonly string[]): readonly CloudFolder[] =>
  folders.map((folder) => ({ service, folder }))

function usual({ env, userFolder }: CloudPlaces): readonly CloudFolder[] {
  const at = (...parts: readonly string[]): string => join(userFolder, ...parts)
  const oneDrive = ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].flatMap((name) => env[name] ?? [])
  return [
    ...named('iCloud Drive', [at('Library', 'Mobile Documents', 'com~apple~CloudDocs'), at('iCloudDrive')]),
    ...named('OneDrive', [...oneDrive, at('OneDrive')]),
    ...named('Dropbox', [at('Dropbox')]),
    ...named('Google Drive', [at('Google Drive', 'My Drive'), at('My Drive'), at('GoogleDrive')]),
    ...named('Nextcloud', [at('Nextcloud')]),
  ]
}

/** macOS 12.3 and newer: a folder for each account, its name behind a hyphen. */
function inCloudStorage({ userFolder }: CloudPlaces): readonly CloudFolder[] {
  const folder = join(userFolder, 'Library', 'CloudStorage')
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((name): readonly CloudFolder[] => {
    const [account = ''] = name.split('-')
    if (account === 'OneDrive' || account === 'Dropbox' || account === 'Nextcloud') {
      return named(account, [join(folder, name)])
    }
    return account === 'GoogleDrive' ? named('Google Drive', [join(folder, name, 'My Drive')]) : []
  })
}

/** What the services' own files say. */
function told({ env, userFolder }: CloudPlaces): readonly CloudFolder[] {
  const roots = [env['APPDATA'], env['LOCALAPPDATA']].flatMap((root) => root ?? [])
  const dropbox = [join(userFolder, '.dropbox'), ...roots.map((root) => join(root, 'Dropbox'))]
  const nextcloud = [
    join(userFolder, '.config', 'Nextcloud'),
    join(userFolder, 'Library', 'Preferences', 'Nextcloud'),
    ...roots.map((root) => join(root, 'Nextcloud')),
  ]
  return [
    ...named(
      'Dropbox',
      dropbox.flatMap((folder) => dropboxPaths(textOf(join(folder, 'info.json')))),
    ),
    ...named(
      'Nextcloud',
      nextcloud.flatMap((folder) => nextcloudPaths(textOf(join(folder, 'nextcloud.cfg')))),
    ),
  ]
}

/** `{"personal": {"path": "/home/me/Dropbox", …}, "business": {…}}` */
function dropboxPaths(text: string): readonly string[] {
  try {
    const accounts = Object.values((JSON.parse(text) ?? {}) as Readonly<Record<string, { path?: unknown }>>)
    return accounts.flatMap(({ path }) => (typeof path === 'string' ? path : []))
  } catch {
    return []
  }
}

/** `0\Folders\1\localPath=/home/me/Nextcloud/` */
const nextcloudPaths = (text: string): readonly string[] =>
  [...text.matchAll(/\\localPath=(.+?)\/?\r?$/gm)].flatMap(([, path]) => path ?? [])

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
