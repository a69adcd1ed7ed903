/** Where an engine runs: it may be down, stop, or crash, and whoever waits there is told. */
import type { Engine } from '../../engine/engine.ts'
import type { Agenda, Nap } from './agenda.ts'

/** What a request asks of an engine. */
export type Router = Pick<
  Engine,
  | 'acquire'
  | 'answeredBy'
  | 'blame'
  | 'candidates'
  | 'commit'
  | 'hasAnother'
  | 'lastMove'
  | 'leave'
  | 'networkDownSince'
  | 'newPlace'
  | 'onChange'
  | 'refusals'
  | 'release'
>

export class Host<R extends Router = Router> {
  readonly agenda: Agenda
  /** Null while nothing listens. */
  router: R | null
  /** Rises with each start: what belongs to an earlier one is gone. */
  life = 0
  /** Its requests are to end now. */
  isStopping = false
  readonly #sleepers = new Set<() => void>()

  constructor(router: R, agenda: Agenda) {
    this.router = router
    this.agenda = agenda
  }

  /** A sleep that ends when the host does; with `router`, also when somebody who waits might be served. */
  nap(until: number, router: Router | null = null): Nap {
    return {
      until,
      wakes: (wakeUp) => {
        this.#sleepers.add(wakeUp)
        const forget = router?.onChange(wakeUp)
        return () => {
          this.#sleepers.delete(wakeUp)
          forget?.()
        }
      },
    }
  }

  /** All that is under way is to end: politely, or as if it had never been. */
  stop(how: 'politely' | 'at once'): void {
    if (how === 'politely') this.isStopping = true
    else this.end()
    for (const wakeUp of [...this.#sleepers]) wakeUp()
  }

  /** What ran is gone. */
  end(): void {
    this.life += 1
    this.isStopping = false
    this.router = null
  }
}
