/** Turns references into secrets, at the moment of use. */
export interface Vault {
  /**
   * The secret behind `reference` (`secret:ID`, `env:NAME`, `cmd:COMMAND`, `keychain:SERVICE/ACCOUNT`), or null when
   * there is none; at once where it need not be fetched.
   */
  resolve(reference: string): string | null | Promise<string | null>
}

/** Where keys of people are kept. */
export interface KeyVault extends Vault {
  /** Keeps a key and resolves to its reference, `secret:ID`; read back and compared before it resolves. */
  keep(key: string): Promise<string>
  /** Keeps a key that came from another machine under its reference there. False, and nothing is changed, where another key is kept under it. */
  adopt(reference: string, key: string): Promise<boolean>
  /** Whether there is a secret behind `reference`. Nobody is asked for a passphrase: behind one that is not given, what is stored counts. */
  has(reference: string): Promise<boolean>
  /** How the stored keys are protected, as found on disk. Nobody is asked for a passphrase. */
  protection(): Promise<Protection>
  /**
   * Opens what the keys are sealed with, now and not at the first use; a person is asked for the passphrase where it
   * needs one. Rejects with `secret-unreadable` where a key store or a passphrase is not at hand. Resolves to what
   * opens it in a process that can ask nobody; null where nothing is needed. `handed` is what another process got so.
   */
  unlock(handed?: string): Promise<string | null>
  /** Whether the key store of the system gives back what it is given; never rejects. */
  hasKeyStore(): Promise<boolean>
  /** Seals all with a new data key, and wraps that as `to` says. */
  rekey(to: Rewrapping): Promise<Rekeyed>
}

/** What can wrap the key that all others are sealed with. */
export type WrappingKind = 'key-store' | 'passphrase' | 'key-file'

export interface Rewrapping {
  /** Null wraps as before. */
  readonly kind: WrappingKind | null
  /** Asks for a new passphrase, where one is needed. */
  readonly newPassphrase: () => Promise<string>
  /** Whether somebody may still need what the old data key sealed apart from the secrets: then that stays readable. */
  readonly keepOld: boolean
}

export interface Rekeyed {
  readonly kind: WrappingKind
  /** How many secrets were sealed anew, and read back. */
  readonly secrets: number
  /** How many did not open before and stay as they were. */
  readonly shut: number
}

/** Of Linux desktops, of macOS, and Windows' data protection. */
export type KeyStoreName = 'secret-service' | 'keychain' | 'dpapi'

/** Why stored keys cannot be opened; `values` is what its text names. */
export interface KeyFault {
  readonly reason:
    | 'key-file-gone'
    | 'key-file-damaged'
    /** What wraps the data key is at hand, and does not open what is stored. */
    | 'not-opened'
    | 'key-store-off'
    | 'key-store-missing'
    | 'key-store-silent'
    /** It takes nothing, or does not give it back. */
    | 'key-store-closed'
    /** It does not give what it was given before. */
    | 'key-store-refuses'
    | 'passphrase-missing'
    | 'passphrase-wrong'
  readonly values: Readonly<Record<string, string | number>>
}

export type Protection =
  /** No key has been stored yet, and nothing says how the first one is to be. */
  | { readonly kind: 'nothing-stored' }
  /** Encrypted; the data key is wrapped by a key in this file. */
  | { readonly kind: 'key-file'; readonly file: string; readonly secrets: number }
  /** Encrypted; the data key is wrapped by a key that the key store of the system keeps. */
  | { readonly kind: 'key-store'; readonly store: KeyStoreName; readonly secrets: number }
  /** Encrypted; `isOpened` says whether a passphrase was at hand that opens it. Without one, only the form of the bytes was looked at. */
  | { readonly kind: 'passphrase'; readonly isOpened: boolean; readonly secrets: number }
  /** The database holds secrets that the key at hand does not open. */
  | ({ readonly kind: 'unreadable' } & KeyFault)
