/** Turns references into secrets, at the moment of use. */
export interface Vault {
  /**
   * The secret behind `reference` (`secret:ID`, `env:NAME`, `cmd:COMMAND`), or null when there is none; at once
   * where it need not be fetched.
   */
  resolve(reference: string): string | null | Promise<string | null>
}

/** Where keys of people are kept. */
export interface KeyVault extends Vault {
  /** Keeps a key and resolves to its reference, `secret:ID`; read back and compared before it resolves. */
  keep(key: string): Promise<string>
  /** Keeps a key that came from another machine under its reference there. False, and nothing is changed, where another key is kept under it. */
  adopt(reference: string, key: string): Promise<boolean>
  /** How the stored keys are protected, as found on disk. */
  protection(): Promise<Protection>
}

export type Protection =
  /** No key has been stored yet. */
  | { readonly kind: 'nothing-stored' }
  /** Encrypted; the data key is wrapped by a key in this file. */
  | { readonly kind: 'key-file'; readonly file: string; readonly secrets: number }
  /** The database holds secrets that the key at hand does not open. */
  | { readonly kind: 'unreadable'; readonly why: string }
