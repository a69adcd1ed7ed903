/**
 * Sends the checks that the engine says are due, and those that a person asks
 * for. Sleeps until the next one is due; what happens meanwhile can only bring
 * that forward, and is looked at some times a second at most. One endpoint is
 * never checked twice at once.
 */
import { targetOf } from '../core/health/evidence.ts'
import type { Probed } from '../core/health/probe.ts'
import type { Endpoint, EndpointId } from '../core/model.ts'
import type { Engine } from '../engine/engine.ts'
import type { Cancel } from '../ports/clock.ts'
import type { Log, ProbeWhy } from '../ports/log.ts'
import type { Probing, ProbeReport } from '../ports/probing.ts'
import { probe, type ProbeParts } from './probe.ts'

interface Parts extends ProbeParts {
  readonly engine: Pick<Engine, 'dueProbes' | 'nextDueAt' | 'onChange' | 'probed'>
  readonly log: Log
  /** An endpoint by its id, as configured now; null when there is none. */
  readonly endpoint: (id: string) => Endpoint | null
}

export interface Prober extends Probing {
  /** Nothing is sent any more, and what is under way is not reported. */
  stop(): void
}

interface Task {
  readonly why: ProbeWhy
  readonly endpoint: Endpoint
  readonly model: string | null
  readonly settle: (report: ProbeReport) => void
}

/** Checks that are out at once. */
const MOST_AT_ONCE = 4
/** What changes within this is looked at together. */
const GATHER_MS = 250
/** Whoever knows of nothing looks again after this: a clock may be set. */
const LONGEST_SLEEP_MS = 3_600_000

export function startProber(parts: Parts): Prober {
  const prober = new Loop(parts)
  prober.plan()
  return prober
}

class Loop implements Prober {
  readonly #parts: Parts
  readonly #waiting: Task[] = []
  /** By the target that is checked. */
  readonly #out = new Map<EndpointId, Task>()
  readonly #forget: Cancel
  #wake: { readonly at: number; readonly cancel: Cancel } | null = null
  #gathering: Cancel | null = null
  #isOver = false

  constructor(parts: Parts) {
    this.#parts = parts
    this.#forget = parts.engine.onChange(() => {
      this.#onChange()
    })
  }

  async test(ids: readonly string[]): Promise<readonly ProbeReport[]> {
    const asked = ids.flatMap((id) => this.#parts.endpoint(id) ?? [])
    return Promise.all(
      asked.map(
        (endpoint) =>
          new Promise<ProbeReport>((settle) => {
            this.#waiting.push({ why: 'asked', endpoint, model: null, settle })
            this.#start()
          }),
      ),
    )
  }

  stop(): void {
    this.#isOver = true
    this.#forget()
    this.#wake?.cancel()
    this.#gathering?.()
  }

  /** Sleeps until the next check is due, unless it wakes before that anyway. */
  plan(): void {
    const { clock, engine } = this.#parts
    const now = clock.now()
    const dueAt = Math.min(engine.nextDueAt ?? Infinity, now + LONGEST_SLEEP_MS)
    const at = Math.max(dueAt, now + GATHER_MS)
    // A clock that was set back makes a wake-up look far away that is not.
    if (this.#isOver || (this.#wake !== null && this.#wake.at <= at)) return
    this.#wake?.cancel()
    const cancel = clock.after(at - now, () => {
      this.#wake = null
      this.#look()
    })
    this.#wake = { at, cancel }
  }

  #onChange(): void {
    if (this.#isOver || this.#gathering !== null) return
    this.#gathering = this.#parts.clock.after(GATHER_MS, () => {
      this.#gathering = null
      this.plan()
    })
  }

  #look(): void {
    for (const { endpoint, model, why } of this.#parts.engine.dueProbes()) {
      const task = { why, endpoint, model, settle: () => undefined }
      const isKnown = [...this.#waiting, ...this.#out.values()].some((other) => isSame(other, task))
      if (!isKnown) this.#waiting.push(task)
    }
    this.#start()
    this.plan()
  }

  #start(): void {
    while (this.#out.size < MOST_AT_ONCE) {
      const index = this.#waiting.findIndex(({ endpoint }) => !this.#out.has(endpoint.sourceId))
      const [task] = index < 0 ? [] : this.#waiting.splice(index, 1)
      if (task === undefined || this.#isOver) return
      this.#out.set(task.endpoint.sourceId, task)
      void this.#run(task)
    }
  }

  async #run(task: Task): Promise<void> {
    const { endpoint, model, settle, why } = task
    try {
      const { probed, report } = await probe(
        { endpoint, model, isReachEnough: why === 'network' },
        this.#parts,
      )
      if (!this.#isOver) this.#tell(task, report, probed)
      settle(report)
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#parts.log.write({ event: 'fault', at: this.#parts.clock.now(), message })
      settle(unasked(endpoint, message))
    } finally {
      this.#out.delete(endpoint.sourceId)
      this.#start()
    }
  }

  #tell({ endpoint, why: reason }: Task, { id, name, ...facts }: ProbeReport, probed: Probed): void {
    const { clock, engine, log } = this.#parts
    log.write({ event: 'probe', at: clock.now(), reason, endpoint: name, ...facts })
    const now = this.#parts.endpoint(id)
    // What was asked may have another key by now, which this says nothing about.
    if (now !== null && targetOf(now) === targetOf(endpoint)) engine.probed(endpoint.sourceId, probed)
  }
}

const unasked = ({ id, name }: Endpoint, why: string): ProbeReport => ({
  ...{ id, name, verdict: 'unclear', step: 'connect', outcome: 'cancelled', why },
  ...{ status: null, model: null, tookMs: 0 },
})

const isSame = (one: Task, other: Task): boolean =>
  one.why === other.why && one.model === other.model && one.endpoint.sourceId === other.endpoint.sourceId
