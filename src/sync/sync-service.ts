import type { CloudFolder } from './cloud-folders.ts'
import type { GistAccount } from './gist-remote.ts'
import type { SyncResult, SyncWish } from './sync-home.ts'

/** Sync as these settings say; what a command is handed. Rejects with `AppError` only. */
export interface SyncService {
  /** For people: the remote. */
  readonly name: string
  sync(passphrase: string, wish: SyncWish): Promise<SyncResult>
  /** Reads the remote and opens what it has, and changes nothing. */
  look(passphrase: string): Promise<Looked>
}

export type Looked =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'bundle'
      /** The machine that wrote it, and when (epoch milliseconds). */
      readonly by: string
      readonly at: number
      readonly profiles: number
      readonly keys: number
    }

/** What setting up looks for. */
export interface SyncPlaces {
  cloudFolders(): readonly CloudFolder[]
  /** The gists of whoever has the token. */
  gists(api: string, token: string): GistAccount
}
