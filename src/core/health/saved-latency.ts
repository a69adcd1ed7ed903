/** What is kept of an endpoint's times over a restart. */
import { isNumber, isPast, isRecord, isWhole, type Saved } from '../saved-value.ts'
import {
  isLive,
  longestOf,
  MOST_IN_BATCH,
  NO_BATCH,
  NO_LATENCY,
  placeOf,
  SIZES,
  withWait,
  type Batch,
  type Latency,
  type Recent,
  type Wait,
} from './latency.ts'

/** The waits of one kind of question: pairs of milliseconds and how many took about so long. */
export interface SavedTimes {
  readonly stream: boolean
  /** Counts from the smallest. */
  readonly size: number
  readonly batches: readonly SavedBatch[]
  readonly recent: Recent | null
}

interface SavedBatch {
  readonly since: number
  readonly answered: readonly Count[]
  readonly givenUp: readonly Count[]
}

type Count = readonly [ms: number, times: number]

/** The kinds of questions in the order of their places. */
const KINDS = [true, false].flatMap((stream) =>
  Array.from({ length: SIZES }, (_, size) => ({ stream, size })),
)

export const savedLatency = (latency: Latency): readonly SavedTimes[] =>
  KINDS.flatMap(({ size, stream }) => {
    const { batches = [], recent = null } = latency[placeOf(stream, size)] ?? {}
    return batches.length === 0 ? [] : [{ stream, size, batches: batches.map(savedBatch), recent }]
  })

const savedBatch = ({ answered, givenUp, since }: Batch): SavedBatch => ({
  since,
  answered: countsIn(answered),
  givenUp: countsIn(givenUp),
})

/** A whole number of milliseconds lies in the bin that it stands for. */
const countsIn = (bins: readonly number[]): readonly Count[] =>
  bins.flatMap((times, bin): readonly Count[] => (times === 0 ? [] : [[Math.floor(longestOf(bin)), times]]))

/** What was saved, as far as it makes sense; a batch is taken over whole or not at all. */
export function latencyOf(json: unknown, now: number): Latency {
  const saved = Array.isArray(json) ? json.filter(isRecord) : []
  return KINDS.reduce((latency, { size, stream }) => {
    const one = saved.find((times) => times['stream'] === stream && times['size'] === size)
    const batches = one === undefined ? [] : batchesOf(one['batches'], now)
    const recent = recentOf(one?.['recent'], now)
    return batches.length === 0 ? latency : latency.with(placeOf(stream, size), { batches, recent })
  }, NO_LATENCY)
}

function recentOf(json: unknown, now: number): Recent | null {
  if (!isRecord(json)) return null
  const { answeredMs, answers, at, squaresMs, totalMs } = json
  if (!isPast(at, now) || !isSum(answers) || !isSum(totalMs)) return null
  return isSum(answeredMs) && isSum(squaresMs) ? { at, answers, totalMs, answeredMs, squaresMs } : null
}

const isSum = (value: unknown): value is number => isNumber(value) && value >= 0

function batchesOf(json: unknown, now: number): readonly Batch[] {
  if (!Array.isArray(json)) return []
  return json.slice(0, 2).flatMap((one) => (isRecord(one) ? (batchOf(one, now) ?? []) : []))
}

function batchOf({ answered, givenUp, since }: Saved, now: number): Batch | null {
  if (!isNumber(since)) return null
  const batch = counted(counted({ ...NO_BATCH, since }, answered, 'answered'), givenUp, 'given-up')
  return batch !== null && batch.size <= MOST_IN_BATCH && isLive(batch, now) ? batch : null
}

function counted(before: Batch | null, counts: unknown, end: Wait['end']): Batch | null {
  if (!Array.isArray(counts)) return null
  return counts.reduce<Batch | null>((batch, count: unknown) => {
    const [ms, times] = Array.isArray(count) ? (count as readonly unknown[]) : []
    if (batch === null || !isNumber(ms) || ms < 0 || !isWhole(times, 1, MOST_IN_BATCH)) return null
    return withWait(batch, { end, ms }, times)
  }, before)
}
