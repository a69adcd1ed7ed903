/** What a client hears. */
export type Reply =
  | { readonly kind: 'served' }
  /** The connection ended; `hasBegun`: in the middle of an answer. */
  | { readonly kind: 'broken'; readonly hasBegun: boolean }
  /** Any answer but a message. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfterS: number | null
      readonly mayRetry: boolean
    }
  /** Its person gave up. */
  | { readonly kind: 'left' }

export const LEFT: Reply = { kind: 'left' }
export const CONNECTION_ENDED: Reply = { kind: 'broken', hasBegun: false }

export const statusReply = (status: number, retryAfterS: number | null = null): Reply => ({
  kind: 'status',
  status,
  retryAfterS,
  mayRetry: true,
})
