import { NO_RECEIPT } from '../../src/core/usage.ts'
import type { AttemptStep, Trail } from '../../src/ports/trail.ts'

/** The trail of a request like any other but for what is said of it. */
export const trail = (more: Partial<Trail> = {}): Trail => ({
  ...{ request: '3f2a8c1e', arrivedAt: 1_000_000, method: 'POST', path: '/v1/messages', kind: 'message' },
  ...{ model: 'opus', stream: true, bytes: 100, session: 'a-session', agent: null, fence: null },
  ...{ configuration: 1, steps: [], ending: 'served', status: 200, endpoint: 'work/a', attempts: 1 },
  ...{ contentAfterMs: 20, tookMs: 50, ...more },
})

/** One attempt that served. */
export const attemptStep = (more: Partial<AttemptStep> = {}): AttemptStep => ({
  ...{ kind: 'attempt', afterMs: 1, considered: [], endpoint: 'work/a', endpointId: 'a', because: 'only' },
  ...{ model: 'opus', outcome: 'ok', progress: 'committed', why: '', status: 200, requestId: null },
  ...{ sentMs: 1, headMs: 5, contentMs: 19, tookMs: 49, receipt: NO_RECEIPT },
  ...{ news: [], lostHeaders: [], ...more },
})
