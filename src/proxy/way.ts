import type { Decision } from '../core/failover/route.ts'
import { begunAnew, type Course } from '../core/retry/course.ts'
import { attemptsIn, type Failed } from './ended.ts'
import type { Job } from './job.ts'
import type { Parts } from './parts.ts'
import { pause } from './pause.ts'
import { patienceOf } from './patience.ts'

/** How far a request has come. */
export interface Way {
  course: Course
  /** Since it began, or began anew. */
  failures: Failed[]
  /** Attempts before it began anew. */
  attemptsBefore: number
  /** Since it began, or began anew. */
  waitedMs: number
  /** Since it was held for the first time. */
  heldMs: number
  /** Epoch ms. While a stream is held, its deadline stands still. */
  deadlineAt: number
}

export const freshWay = (course: Course, deadlineAt: number): Way => ({
  ...{ course, failures: [], attemptsBefore: 0, waitedMs: 0, heldMs: 0, deadlineAt },
})

/** Attempts that it has made. */
export const attemptsOn = ({ attemptsBefore, failures }: Way): number => attemptsBefore + attemptsIn(failures)

/** Waits as was decided. */
export async function waited(
  job: Job,
  { beginsAnew, considered, untilMs, why }: Extract<Decision, { readonly kind: 'wait' }>,
  way: Way,
  parts: Parts,
): Promise<void> {
  const { clock, settings } = parts
  const isHeld = why === 'turn' || why === 'rest'
  const standsStill = isHeld && job.stream
  const startedAt = clock.now()
  const until = standsStill ? untilMs : Math.min(untilMs, way.deadlineAt)
  const tookMs = await pause(job, parts, until, why === 'rest' ? 'the time alone' : 'any change')
  job.recording.waited(why, considered, startedAt, tookMs)
  way.waitedMs += tookMs
  if (isHeld) way.heldMs += tookMs
  if (standsStill) way.deadlineAt += tookMs
  if (!beginsAnew) return
  way.attemptsBefore = attemptsOn(way)
  way.failures = []
  way.course = begunAnew(way.course)
  way.waitedMs = 0
  if (job.stream) way.deadlineAt = patienceOf({ ...job, startedAt: clock.now() }, settings).deadlineAt
}
