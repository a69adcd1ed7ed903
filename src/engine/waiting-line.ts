import type { Demand } from '../core/failover/asker.ts'

/** What the line knows of a request. */
type Waiting = Pick<Demand, 'fence' | 'holder'> & { readonly place: number }

/** Who waits for a turn, first come first served, each among those that the same endpoints may serve. */
export class WaitingLine {
  #last = 0
  readonly #bounds = new Map<number, Pick<Demand, 'fence' | 'holder'>>()

  newPlace(): number {
    this.#last += 1
    return this.#last
  }

  join({ fence, holder, place }: Waiting): void {
    this.#bounds.set(place, { fence, holder })
  }

  /** Whether it stood there. */
  leave(place: number): boolean {
    return this.#bounds.delete(place)
  }

  /** How many came before it that may be served by the same. */
  aheadOf({ fence, holder, place }: Waiting): number {
    let ahead = 0
    for (const [other, of] of this.#bounds) {
      if (other < place && of.fence === fence && of.holder === holder) ahead += 1
    }
    return ahead
  }
}
