/** Turns references into secrets, at the moment of use. */
export interface Vault {
  /** The secret behind `reference`, or null when there is none. */
  resolve(reference: string): Promise<string | null>
}
