/** From an answer to a check, or the lack of one, to what is known of the endpoint by it. */
import { errorDetail } from '../anthropic/error-body.ts'
import { classify, type Fault } from '../core/classify.ts'
import type { Seen } from '../core/health/evidence.ts'
import { limitHeaders } from '../core/limits.ts'
import type { Endpoint } from '../core/model.ts'
import type { Progress } from '../core/outcome.ts'
import type { Exchanged } from './exchange.ts'

/** What was met, before anybody looks into what was said. */
export interface Met {
  readonly seen: Seen
  /** Null when nothing was answered. */
  readonly status: number | null
  /** What was seen, in a few words; empty for a success. */
  readonly why: string
}

/** `faultIn` looks into the body of a 2xx. */
export function met(
  answer: Exchanged,
  faultIn: (body: Buffer) => Fault | null,
  { rules }: Endpoint,
  now: number,
): Met {
  if (answer.kind === 'fault') {
    const seen = { outcome: classify(answer.fault, now, rules), progress: answer.progress, limits: null }
    return { seen, status: null, why: answer.why }
  }
  const { body, headers, status } = answer
  const limits = limitHeaders(headers)
  const isGood = status >= 200 && status < 300
  const fault: Fault | null = isGood
    ? faultIn(body)
    : { kind: 'status', status, limits, error: errorDetail(body) }
  const outcome = fault === null ? ({ kind: 'ok' } as const) : classify(fault, now, rules)
  const progress: Progress = 'streaming'
  return { seen: { outcome, progress, limits }, status, why: fault === null ? '' : wordsOf(fault, status) }
}

const MOST_WORDS = 200

function wordsOf(fault: Fault, status: number): string {
  const told = 'error' in fault ? [fault.error.type, fault.error.message].filter(Boolean).join(': ') : ''
  const words = told === '' && fault.kind !== 'status' ? NO_WORDS[fault.kind] : told
  return `${String(status)} ${words ?? ''}`.trim().slice(0, MOST_WORDS)
}

const NO_WORDS: Partial<Record<Fault['kind'], string>> = {
  'nothing-inside': 'with nothing in it',
  'no-message-inside': 'with something that is no message',
  'error-inside': 'with an error in it',
  cut: 'and then not to the end',
}
