/**
 * One check of one endpoint, as cheap as it can be and still tell something:
 * its list of models first, which costs nothing and shows whether it is there
 * at all, then one small message, the only thing that shows whether it works.
 *
 * A refused list proves nothing, since many endpoints have none: only the
 * message judges a key. An endpoint that cannot be reached, or has an outage,
 * is asked for nothing more. A list that does not come proves nothing either,
 * and leaves time for the message.
 */
import { errorDetail } from '../anthropic/error-body.ts'
import { requestHeaders } from '../anthropic/headers.ts'
import { wholeMessageFault } from '../anthropic/whole-message.ts'
import { classify, type Fault } from '../core/classify.ts'
import { verdictOf } from '../core/health/check.ts'
import type { Seen } from '../core/health/evidence.ts'
import type { Probed } from '../core/health/probe.ts'
import { limitHeaders } from '../core/limits.ts'
import { sentModel, type Endpoint } from '../core/model.ts'
import type { Outcome, Progress } from '../core/outcome.ts'
import type { Clock } from '../ports/clock.ts'
import type { ProbeReport, ProbeStep } from '../ports/probing.ts'
import type { Outbound, Sender } from '../ports/sender.ts'
import type { Settings } from '../settings/schema.ts'
import { exchange, type Exchanged } from './exchange.ts'

/** The key of an endpoint, or why there is none. */
export type FoundKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none'; readonly why: string }

export interface ProbeParts {
  readonly sender: Sender
  readonly clock: Clock
  readonly keyOf: (endpoint: Endpoint) => FoundKey | Promise<FoundKey>
  readonly settings: () => Pick<Settings, 'probe.model' | 'probe.timeout'>
}

/** What is asked of an endpoint. */
export interface Question {
  readonly endpoint: Endpoint
  /** The model, as the endpoint knows it; null for the usual one. */
  readonly model: string | null
  /** That it is there is all that is wanted: nothing is asked in a person's name. */
  readonly isReachEnough: boolean
}

/** What came of it: for people, and for the engine. */
export interface Answered {
  readonly report: ProbeReport
  readonly probed: Probed
}

/** Asks, and resolves within `probe.timeout`. Never rejects, unless the key cannot be looked up at all. */
export async function probe(question: Question, parts: ProbeParts): Promise<Answered> {
  const startedAt = parts.clock.now()
  const { endpoint, isReachEnough } = question
  const found = await findings(question, startedAt, parts)
  const { model, outcome, seen, status, step, verdict, why } = found
  const tookMs = parts.clock.now() - startedAt
  const facts = { verdict, step, outcome: outcome.kind, why, status, model, tookMs }
  return {
    report: { id: endpoint.id, name: endpoint.name, ...facts },
    probed: {
      // What can be reached need not serve.
      ...{ model: model ?? question.model, result: isReachEnough ? 'unclear' : verdict, seen },
      check: {
        ...{ at: startedAt, kind: step === 'message' ? 'conversation' : 'free', model },
        ...{ verdict: verdictOf(outcome), quality: null, modelNamed: null, tokens: { in: 0, out: 0 } },
        ...{ firstByteMs: null, firstContentMs: null, totalMs: status === null ? null : tookMs },
      },
    },
  }
}

interface Finding {
  readonly verdict: Probed['result']
  readonly step: ProbeStep
  readonly outcome: Outcome
  readonly seen: Seen
  readonly why: string
  readonly status: number | null
  readonly model: string | null
}

async function findings(question: Question, startedAt: number, parts: ProbeParts): Promise<Finding> {
  const { endpoint, isReachEnough } = question
  const { connectMs } = endpoint.timers
  const send = (request: Outbound, share = 1): Promise<Exchanged> => {
    const wholeMs = parts.settings()['probe.timeout'] * 1_000
    const leftMs = Math.max(0, startedAt + wholeMs - parts.clock.now())
    const limits = { connectMs, wholeMs: Math.min(leftMs, Math.max(connectMs, wholeMs * share)) }
    return exchange(parts.sender, request, parts.clock, limits)
  }
  if (isReachEnough) return listFinding(await send(listRequest(endpoint, null)), endpoint, parts)
  const key = await parts.keyOf(endpoint)
  if (key.kind === 'none') return keyless(key.why)
  const list = listFinding(await send(listRequest(endpoint, key.key), LIST_SHARE), endpoint, parts)
  if (list.verdict === 'fail') return list
  const model = question.model ?? sentModel(endpoint, parts.settings()['probe.model'])
  const answer = await send(messageRequest(endpoint, key.key, model))
  const finding = judged(answer, 'message', wholeMessageFault, endpoint, parts)
  // That the usual model is missing says nothing of those that clients ask for.
  const isOurChoice = question.model === null && finding.outcome.kind === 'model-missing'
  return { ...finding, verdict: isOurChoice ? 'unclear' : finding.verdict, model }
}

/** Of the whole time, what the list may take before the message is tried; a connection gets its own time in any case. */
const LIST_SHARE = 1 / 3

/** Whatever the list says, short of an outage, the message may go well. */
function listFinding(answer: Exchanged, endpoint: Endpoint, parts: ProbeParts): Finding {
  const isServed = answer.kind === 'answer' && answer.status < 500
  const finding = judged(answer, 'models', () => null, endpoint, parts)
  const hangs = finding.outcome.kind === 'timed-out' && finding.seen.progress !== 'not-sent'
  const isOut = !isServed && !hangs && finding.verdict === 'fail'
  return { ...finding, verdict: isOut ? 'fail' : finding.outcome.kind === 'ok' ? 'pass' : 'unclear' }
}

function judged(
  answer: Exchanged,
  step: ProbeStep,
  faultIn: (body: Buffer) => Fault | null,
  { rules }: Endpoint,
  { clock }: ProbeParts,
): Finding {
  if (answer.kind === 'fault') {
    const outcome = classify(answer.fault, clock.now(), rules)
    const seen = { outcome, progress: answer.progress, limits: null }
    const reached = answer.progress === 'not-sent' ? 'connect' : step
    return { ...found(outcome, seen, answer.why), step: reached, status: null }
  }
  const { body, headers, status } = answer
  const limits = limitHeaders(headers)
  const fault = status >= 200 && status < 300 ? faultIn(body) : statusFault(status, limits, body)
  const outcome: Outcome = fault === null ? { kind: 'ok' } : classify(fault, clock.now(), rules)
  const seen = { outcome, progress: 'streaming' as Progress, limits }
  return { ...found(outcome, seen, fault === null ? '' : wordsOf(fault, status)), step, status }
}

const statusFault = (status: number, limits: NonNullable<Seen['limits']>, body: Buffer): Fault => ({
  kind: 'status',
  ...{ status, limits, error: errorDetail(body) },
})

const found = (outcome: Outcome, seen: Seen, why: string) => ({
  ...{ outcome, seen, why, model: null, verdict: verdictOn(outcome) },
})

/** A message that is refused as such, or by what stands before the endpoint, may well be ours to blame. */
function verdictOn(outcome: Outcome): Probed['result'] {
  if (outcome.kind === 'ok') return 'pass'
  const isOurs = outcome.kind === 'rejected' || outcome.kind === 'cancelled'
  const isDoubtful = outcome.kind === 'unavailable' && outcome.blame !== 'at-once'
  return isOurs || isDoubtful ? 'unclear' : 'fail'
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
}

function keyless(why: string): Finding {
  const outcome = { kind: 'credential' } as const
  const seen = { outcome, progress: 'not-sent', limits: null } as const
  return { ...found(outcome, seen, why), step: 'connect', status: null }
}

/** Without a key, nothing is said of who asks. */
function listRequest(endpoint: Endpoint, key: string | null): Outbound {
  const plain = ['accept', 'application/json', ...VERSION]
  const headers = key === null ? plain : requestHeaders(plain, { auth: endpoint.auth, key }, true)
  return { ...placeOf(endpoint, '/v1/models'), method: 'GET', headers, body: null }
}

/** The smallest question that is answered in words. */
function messageRequest(endpoint: Endpoint, key: string, model: string | null): Outbound {
  const messages = [{ role: 'user', content: 'Reply with the word ok' }]
  const body = Buffer.from(JSON.stringify({ model, max_tokens: 16, messages }))
  const plain = ['content-type', 'application/json', 'accept', 'application/json', ...VERSION]
  return {
    ...placeOf(endpoint, '/v1/messages'),
    method: 'POST',
    headers: requestHeaders(plain, { auth: endpoint.auth, key }, true),
    body: { kind: 'kept', chunks: [body], bytes: body.length },
  }
}

const placeOf = ({ origin, outboundProxy, pathPrefix }: Endpoint, path: string) => ({
  ...{ origin, proxy: outboundProxy, path: pathPrefix + path },
})

/** Source: https://docs.claude.com/en/api/versioning. */
const VERSION = ['anthropic-version', '2023-06-01'] as const
