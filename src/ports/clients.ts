/** Who may use the proxy: the client tokens in force. */
export interface Clients {
  /** Whose token it is; null when there is no such one, or not any more. Knowing it counts as a use. */
  holderOf(token: string): Client | null
}

/** Whoever holds a client token. */
export interface Client {
  readonly name: string
  /** The one profile that the token is bound to; null serves what the URL says. */
  readonly profile: string | null
}
