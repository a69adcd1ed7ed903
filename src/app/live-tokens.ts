import type { Client, Clients } from '../ports/clients.ts'
import type { ClientToken } from '../ports/store.ts'
import { clientTokenHash } from '../secrets/client-token.ts'

/** The client tokens in force: replaced as a whole, and asked for every request that carries one. */
export class LiveTokens implements Clients {
  readonly #now: () => number
  /** What programs of this home use, besides the tokens that people made; null where they need none. */
  readonly own: string | null
  readonly #ownHash: string | null
  #byHash: ReadonlyMap<string, ClientToken> = new Map()
  #uses = new Map<string, number>()
  /** Hears of the first use since the uses were last taken. */
  onUse: () => void = () => undefined

  constructor(now: () => number, own: string | null) {
    this.#now = now
    this.own = own
    this.#ownHash = own === null ? null : clientTokenHash(own)
  }

  /** Those that people made. */
  get count(): number {
    return this.#byHash.size
  }

  replace(tokens: readonly ClientToken[]): void {
    this.#byHash = new Map(tokens.map((token) => [token.hash, token]))
  }

  holderOf(token: string): Client | null {
    const hash = clientTokenHash(token)
    if (hash === this.#ownHash) return { name: '(qcc)', profile: null }
    const known = this.#byHash.get(hash)
    if (known === undefined) return null
    const isNews = this.#uses.size === 0
    this.#uses.set(hash, this.#now())
    if (isNews) this.onUse()
    return known
  }

  /** When tokens were last used, by their hashes, since this was last asked. */
  takeUses(): ReadonlyMap<string, number> {
    const uses = this.#uses
    this.#uses = new Map()
    return uses
  }
}
