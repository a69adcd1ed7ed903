import { unitHash } from '../core/balancer/hash.ts'
import { affinityOf, aliveAt, MOST_MATES, ownerAt, type Binding } from '../core/balancer/sticky.ts'
import type { Affinity } from '../core/failover/asker.ts'
import { teachesAll } from '../core/health/evidence.ts'
import type { EndpointId } from '../core/model.ts'
import type { RequestKind } from '../core/request-kind.ts'
import type { Slot } from '../core/router.ts'

/** A conversation, or a sub-agent of one. */
export interface SessionName {
  /** Null when the request names none: then it has no affinity. */
  readonly session: string | null
  readonly agent: string | null
}

/** Side by side, that of the last use last: ten thousand pairs would be made for each stretch of the flight log. */
export interface SessionContents {
  readonly keys: readonly string[]
  readonly bindings: readonly Binding[]
}

/** Where attempts are out, and for which sessions. */
type Out = ReadonlyMap<Pick<Slot, 'endpoint'>, Pick<SessionName, 'session'>>

/** The longest part of a name that is kept as it is: names come from clients. */
const MOST_CHARS = 128

/**
 * Where each session belongs. Bounded: an eighth gives way at once, those that
 * were used the longest time ago. A map keeps the order in which keys were set, which is that
 * of their last use.
 */
export class SessionTable {
  readonly #most: number
  readonly #bindings = new Map<string, Binding>()
  /** The key that was put last. */
  #newest: string | null = null

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#bindings.size
  }

  find(key: string, affinityMs: number, now: number): Binding | null {
    return aliveAt(this.#bindings.get(key), affinityMs, now)
  }

  /** The endpoint that a new sub-agent joins, or null when its session has none or enough there. */
  joinedBy({ agent, session }: SessionName, out: Out, affinityMs: number, now: number): EndpointId | null {
    if (agent === null || session === null) return null
    const root = this.find(keyOf({ session, agent: null }), affinityMs, now)
    const owner = root === null ? null : ownerAt(root, affinityMs, now)
    return owner !== null && outOn(out, session, owner) < MOST_MATES ? owner : null
  }

  /** Where the session of a request belongs; null for what belongs to none. */
  affinityOf(
    ask: SessionName & { readonly kind: RequestKind },
    out: Out,
    affinityMs: number,
    now: number,
  ): Affinity | null {
    if (ask.session === null || !(teachesAll(ask.kind) || ask.kind === 'count')) return null
    const key = keyOf(ask)
    const binding = this.find(key, affinityMs, now)
    const joined = binding === null ? this.joinedBy(ask, out, affinityMs, now) : null
    return affinityOf(key, binding, { affinityMs, joined }, now)
  }

  put(key: string, binding: Binding): void {
    // One after the other of the same session is what a table sees most: its place is the last one already.
    if (key !== this.#newest) this.#bindings.delete(key)
    this.#newest = key
    this.#bindings.set(key, binding)
    if (this.#bindings.size > this.#most) this.#drop(Math.ceil(this.#most / 8))
  }

  /** Several at once: looking for the first key of a map costs more the more were deleted before it. */
  #drop(count: number): void {
    let left = count
    for (const oldest of this.#bindings.keys()) {
      if (left === 0) return
      this.#bindings.delete(oldest)
      left -= 1
    }
  }

  change(key: string, change: (before: Binding) => Binding): void {
    const before = this.#bindings.get(key)
    if (before === undefined) return
    const after = change(before)
    if (after !== before) this.#bindings.set(key, after)
  }

  /** A copy of all that is in it. */
  contents(): SessionContents {
    return { keys: [...this.#bindings.keys()], bindings: [...this.#bindings.values()] }
  }

  replace({ bindings, keys }: SessionContents): void {
    this.#bindings.clear()
    for (const [index, binding] of bindings.entries()) this.put(keys[index] ?? '', binding)
  }

  entries(): Iterable<readonly [string, Binding]> {
    return this.#bindings.entries()
  }
}

/** The key of a session in the table and in the choice of its endpoint. */
export function keyOf({ agent, session }: SessionName): string {
  return agent === null ? short(session ?? '') : `${short(session ?? '')}\n${short(agent)}`
}

const short = (name: string): string =>
  name.length <= MOST_CHARS ? name : `${name.slice(0, MOST_CHARS)}${String(unitHash(name))}`

/** Attempts of a session, its sub-agents' among them, that are out on an endpoint. */
function outOn(out: Out, session: string, endpoint: EndpointId): number {
  let count = 0
  for (const [slot, one] of out) if (one.session === session && slot.endpoint === endpoint) count += 1
  return count
}
