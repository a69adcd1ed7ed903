import { existsSync } from 'node:fs'
import type { Depot, DepotAccess } from '../queue/kit.ts'
import { AppError } from '../errors/app-error.ts'

interface Keeping extends Depot {
  /** The file behind it. */
  readonly file: string
  /** It could not be read or written; told once for each reason. */
  readonly onFault: (why: string) => void
}

/** What is stored of the queue, for a running proxy. No failure of it reaches a request. */
export function keepQueue(keeping: Keeping): DepotAccess {
  return new KeptQueue(keeping)
}

class KeptQueue implements DepotAccess {
  readonly #keeping: Keeping
  #wasThere = false
  #fault: string | null = null
  #isClosed = false

  constructor(keeping: Keeping) {
    this.#keeping = keeping
  }

  get fault(): string | null {
    return this.#fault
  }

  async use<T>(work: (depot: Depot) => Promise<T>): Promise<T> {
    // Whatever is still under way finds nothing to write to.
    if (this.#isClosed) throw new AppError('store-failed', 'The queue is closed.')
    try {
      // What is written to a file that somebody removed would be lost.
      if (this.#wasThere && !this.#isThere) this.#keeping.store.close()
      const done = await work(this.#keeping)
      this.#wasThere = this.#isThere
      this.#fault = null
      return done
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (why !== this.#fault && !this.#isClosed) this.#keeping.onFault(why)
      this.#fault = why
      throw error
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#keeping.store.close()
  }

  get #isThere(): boolean {
    return existsSync(this.#keeping.file)
  }
}
