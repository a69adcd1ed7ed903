/** The checks that an engine asks for, answered by the world, as `src/health/prober.ts` has them made. */
import type { Probed } from '../../core/health/probe.ts'
import type { Endpoint } from '../../core/model.ts'
import type { DueProbe } from '../../core/probes.ts'
import type { Agenda, Process } from './agenda.ts'
import type { Answering } from './manner.ts'
import type { Turn } from './turn.ts'
import type { Watch } from './watch.ts'

interface Parts {
  readonly watch: Watch
  readonly agenda: Agenda
  readonly meet: (endpoint: Endpoint, turn: Turn) => Answering
  readonly dice: () => number
  readonly isOver: () => boolean
}

const GATHER_MS = 250
const LOOK_AGAIN_MS = 5_000
const TIME_OUT_MS = 30_000
/** A question as small as it can be. */
const BYTES = 200

export function* probing(parts: Parts): Process {
  const { agenda, isOver, watch } = parts
  const out = new Set<string>()
  while (!isOver()) {
    for (const due of watch.engine.dueProbes()) {
      const { sourceId } = due.endpoint
      if (out.has(sourceId)) continue
      out.add(sourceId)
      agenda.start(probe(due, parts, () => out.delete(sourceId)))
    }
    const nextAt = watch.engine.nextDueAt ?? Infinity
    const soonest = Math.max(nextAt, agenda.now + GATHER_MS)
    yield { until: Math.min(soonest, agenda.now + LOOK_AGAIN_MS) }
  }
}

function* probe({ endpoint, model, why }: DueProbe, parts: Parts, onOver: () => void): Process {
  const { agenda, dice, isOver, meet, watch } = parts
  const turn: Turn = {
    ...{ session: null, agent: null, model: model ?? '', bytes: BYTES, dice },
    ...{ leavesAt: Infinity, sends: 0, paid: 0, sentAt: agenda.now, by: '' },
  }
  const { contentAt, manner, overAt } = meet(endpoint, turn)
  const timeOutAt = agenda.now + TIME_OUT_MS
  // A small answer is over soon after it began.
  const endsAt = manner.hangs ? timeOutAt : manner.commits ? contentAt : overAt
  yield { until: Math.min(endsAt, timeOutAt) }
  onOver()
  if (isOver()) return
  const isLate = endsAt > timeOutAt
  const outcome = isLate ? ({ kind: 'timed-out', phase: 'first-content' } as const) : manner.outcome
  const progress = manner.commits && !isLate ? 'streaming' : manner.progress
  const seen = { outcome, progress, limits: manner.limits }
  watch.probed(endpoint.sourceId, { model, result: resultOf(outcome.kind, why, model), seen, check: null })
}

/** That a host can be reached says nothing of how it serves, and that our usual model is missing nothing of others. */
function resultOf(
  kind: Probed['seen']['outcome']['kind'],
  why: DueProbe['why'],
  model: string | null,
): Probed['result'] {
  if (why === 'network' || (kind === 'model-missing' && model === null)) return 'unclear'
  return kind === 'ok' ? 'pass' : 'fail'
}
