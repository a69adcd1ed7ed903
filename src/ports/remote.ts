/** Where the configuration of several machines meets: one bundle of bytes, and what it is the successor of. */
export interface Remote {
  /** For people: what it is and where. It holds no credential. */
  readonly name: string
  /** Rejects with `AppError` when it cannot be asked. */
  read(): Promise<RemoteState>
  /**
   * Puts `bytes` in the place of revision `expected`, as a whole or not at all,
   * and reads them back. Rejects with `AppError` when it cannot be asked.
   */
  write(expected: string | null, bytes: Uint8Array): Promise<Written>
}

/** The revision is the remote's own: a commit, a version of a gist, a hash. Null where not even a place for it is there. */
export type RemoteState =
  | { readonly kind: 'empty'; readonly revision: string | null }
  | { readonly kind: 'present'; readonly revision: string; readonly bytes: Uint8Array }

export type Written =
  | { readonly kind: 'written'; readonly revision: string }
  /** Somebody else was faster; nothing was changed. */
  | { readonly kind: 'stale' }
  /** Written, over what somebody else wrote in the same moment: that is `bytes`. */
  | { readonly kind: 'overtook'; readonly revision: string; readonly bytes: Uint8Array }

/** Name of the bundle in folders, repositories and gists. */
export type BundleName = 'qcc-sync.age'
