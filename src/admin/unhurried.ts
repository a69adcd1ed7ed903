import type { Clock } from '../ports/clock.ts'
import type { History } from '../ports/history.ts'
import { trailPages, type TrailPages } from '../views/trail-pages.ts'
import { breath } from './in-parts.ts'

/** What is kept of requests, in pages between which streams pass. */
export const unhurried = (history: Pick<History, 'requests'>, clock: Clock): TrailPages =>
  trailPages(history, () => breath(clock))
