/**
 * Sends the checks that the engine says are due, and those that a person asks
 * for. Sleeps until the next one is due; what happens meanwhile can only bring
 * that forward, and is looked at some times a second at most. One endpoint is
 * never checked twice at once.
 */
import type { CheckKind } from '../core/health/check.ts'
import { targetOf } from '../core/health/evidence.ts'
import type { Probed } from '../core/health/probe.ts'
import type { Endpoint, EndpointId } from '../core/model.ts'
import { isServingSource, probeRound } from '../core/probes.ts'
import type { Engine } from '../engine/engine.ts'
import type { Cancel } from '../ports/clock.ts'
import type { Log, ProbeWhy } from '../ports/log.ts'
import type { Probing, ProbeReport } from '../ports/probing.ts'
import { NO_TOKENS } from './contact.ts'
import { probe, type ProbeParts, type Wish } from './probe.ts'

interface Parts extends Omit<ProbeParts, 'isServing' | 'thinkers'> {
  readonly engine: Pick<Engine, 'dueProbes' | 'nextDueAt' | 'onChange' | 'probed' | 'state'>
  readonly log: Log
  /** An endpoint by its id, as configured now; null when there is none. */
  readonly endpoint: (id: string) => Endpoint | null
}

export interface Prober extends Probing {
  /** Nothing is sent any more, and what is under way is not reported. */
  stop(): void
}

interface Task extends Wish {
  readonly why: ProbeWhy
  readonly settle: (report: ProbeReport) => void
}

/** Checks of our own that are out at once; those that a person asks for are all sent at once. */
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
  readonly #parts: Parts & ProbeParts
  readonly #waiting: Task[] = []
  /** By the target that is checked. */
  readonly #out = new Map<EndpointId, Task>()
  readonly #forget: Cancel
  #wake: { readonly at: number; readonly cancel: Cancel } | null = null
  #gathering: Cancel | null = null
  #isOver = false

  constructor(parts: Parts) {
    const isServing = ({ sourceId }: Endpoint): boolean =>
      isServingSource(parts.engine.state, sourceId, parts.clock.now())
    this.#parts = { ...parts, isServing, thinkers: new Set() }
    this.#forget = parts.engine.onChange(() => {
      this.#onChange()
    })
  }

  async test(ids: readonly string[], kind: CheckKind): Promise<readonly ProbeReport[]> {
    const asked = ids.flatMap((id) => this.#parts.endpoint(id) ?? [])
    return this.#ask(asked.map((endpoint) => ({ endpoint, kind, model: null, mayAskAgain: true })))
  }

  async round(): Promise<readonly ProbeReport[]> {
    const { clock, engine } = this.#parts
    return this.#ask(probeRound(engine.state, clock.now()))
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

  #ask(wishes: readonly Wish[]): Promise<readonly ProbeReport[]> {
    const asked = wishes.map(({ endpoint, kind, mayAskAgain, model }) => {
      return new Promise<ProbeReport>((settle) => {
        this.#waiting.push({ why: 'asked', endpoint, kind, mayAskAgain, model, settle })
      })
    })
    this.#start()
    return Promise.all(asked)
  }

  #onChange(): void {
    if (this.#isOver || this.#gathering !== null) return
    this.#gathering = this.#parts.clock.after(GATHER_MS, () => {
      this.#gathering = null
      this.plan()
    })
  }

  #look(): void {
    for (const due of this.#parts.engine.dueProbes()) {
      const task = { ...due, settle: () => undefined }
      const isKnown = [...this.#waiting, ...this.#out.values()].some((other) => isSame(other, task))
      if (!isKnown) this.#waiting.push(task)
    }
    this.#start()
    this.plan()
  }

  #start(): void {
    for (;;) {
      const ours = [...this.#out.values()].filter(({ why }) => why !== 'asked').length
      const index = this.#waiting.findIndex(
        ({ endpoint, why }) => !this.#out.has(endpoint.sourceId) && (why === 'asked' || ours < MOST_AT_ONCE),
      )
      const [task] = index < 0 ? [] : this.#waiting.splice(index, 1)
      if (task === undefined || this.#isOver) return
      this.#out.set(task.endpoint.sourceId, task)
      void this.#run(task)
    }
  }

  async #run(task: Task): Promise<void> {
    const { endpoint, settle } = task
    try {
      const { probed, report } = await probe(task, this.#parts)
      if (!this.#isOver) this.#tell(task, report, probed)
      settle(report)
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#parts.log.write({ event: 'fault', at: this.#parts.clock.now(), message })
      settle(unasked(task, this.#parts.clock.now(), message))
    } finally {
      this.#out.delete(endpoint.sourceId)
      this.#start()
    }
  }

  #tell({ endpoint, why: reason }: Task, report: ProbeReport, probed: Probed): void {
    const { clock, engine, log } = this.#parts
    log.write({ event: 'probe', at: clock.now(), reason, endpoint: report.name, ...logged(report) })
    const now = this.#parts.endpoint(report.id)
    // What was asked may have another key by now, which this says nothing about.
    if (now !== null && targetOf(now) === targetOf(endpoint)) engine.probed(endpoint.sourceId, probed)
  }
}

/** What was said stays out of the log. */
function logged(report: ProbeReport) {
  const { firstByteMs, firstContentMs, kind, model, modelNamed } = report
  const { quality, result, status, tokens, totalMs, verdict, why } = report
  return {
    ...{ kind, result, verdict, why, status, model, modelNamed, quality, tokens },
    ...{ firstByteMs, firstContentMs, totalMs },
  }
}

const unasked = ({ endpoint: { id, name }, kind }: Task, at: number, why: string): ProbeReport => ({
  ...{ id, name, at, result: 'unclear', verdict: null, why, status: null },
  ...{
    kind: kind === 'reach' ? 'free' : kind,
    model: null,
    modelNamed: null,
    quality: null,
    tokens: NO_TOKENS,
  },
  ...{ firstByteMs: null, firstContentMs: null, totalMs: null, question: null, answer: null, lines: [] },
})

const isSame = (one: Task, other: Task): boolean =>
  one.why === other.why && one.model === other.model && one.endpoint.sourceId === other.endpoint.sourceId
