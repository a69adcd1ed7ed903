/** What there is of QCC in its home. */
export type OwnHome =
  | { readonly kind: 'none' }
  /** The person's own folder, or one above it: nothing there is removed. */
  | { readonly kind: 'shared' }
  /** `left` are the names of what is not QCC's, which stays. */
  | { readonly kind: 'own'; readonly left: readonly string[] }
