/**
 * One check of one endpoint, as cheap as it can be and still tell something:
 * its list of models first, which costs nothing and shows whether it is there
 * at all, then a question, the only thing that shows whether it works.
 *
 * A refused list proves nothing, since many endpoints have none: only the
 * question judges a key. An endpoint that cannot be reached, or has an outage,
 * is asked for nothing more. A list that does not come proves nothing either,
 * and leaves time for the question.
 */
import { resultOf, verdictOnOutcome, type Check, type CheckKind, type Result } from '../core/health/check.ts'
import type { Probed } from '../core/health/probe.ts'
import { sentModel, type Endpoint } from '../core/model.ts'
import type { Clock } from '../ports/clock.ts'
import type { Dice } from '../ports/dice.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { Outbound, Sender } from '../ports/sender.ts'
import type { Settings } from '../settings/schema.ts'
import { NO_TOKENS, sumOf, type Contact } from './contact.ts'
import { converse, type Conversed } from './conversation.ts'
import { deepLook, type DeepLook } from './deep-look.ts'
import { exchange, timesOf, type Exchanged } from './exchange.ts'
import { met, type Met } from './met.ts'
import { listRequest } from './probe-request.ts'

/** The key of an endpoint, or why there is none. */
export type FoundKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'none'; readonly why: string }

export interface ProbeParts {
  readonly sender: Sender
  readonly clock: Clock
  readonly dice: Dice
  readonly keyOf: (endpoint: Endpoint) => FoundKey | Promise<FoundKey>
  readonly settings: () => Pick<Settings, 'health.model' | 'health.timeout'>
  /** Whether it served a client lately. */
  readonly isServing: (endpoint: Endpoint) => boolean
  /** Models that think before they answer, by target and name. */
  readonly thinkers: Set<string>
}

/** What is asked of an endpoint. */
export interface Wish {
  readonly endpoint: Endpoint
  /** `reach`: that it is there is all that is wanted, and nothing is asked in a person's name. */
  readonly kind: CheckKind | 'reach'
  /** The model, as the endpoint knows it; null for the usual one. */
  readonly model: string | null
  /** Whether a second question, with more room, is within what may be spent. */
  readonly mayAskAgain: boolean
}

/** What came of it: for people, and for the engine. */
export interface Answered {
  readonly report: ProbeReport
  readonly probed: Probed
}

/** Asks, and resolves within twice `health.timeout`. Never rejects, unless the key cannot be looked up at all. */
export async function probe(wish: Wish, parts: ProbeParts): Promise<Answered> {
  const at = parts.clock.now()
  const { endpoint } = wish
  const { met: known, result, shown, wasSent, ...facts } = await finding(wish, parts)
  const check: Check = { at, ...facts }
  const { seen, status, why } = known
  return {
    report: { ...check, id: endpoint.id, name: endpoint.name, result, why, status, ...shown },
    probed: {
      model: facts.model ?? wish.model,
      // What can be reached need not serve.
      result: facts.kind === 'free' && result === 'pass' ? 'unclear' : result,
      seen,
      check: wasSent ? check : null,
    },
  }
}

interface Finding extends Omit<Check, 'at'> {
  readonly met: Met
  readonly result: Result
  readonly wasSent: boolean
  readonly shown: Pick<ProbeReport, 'question' | 'answer' | 'lines'>
}

/** Of the whole time, what the list may take before the question is put; a connection gets its own time in any case. */
const LIST_SHARE = 1 / 3

async function finding(
  { endpoint, kind, mayAskAgain, model: wanted }: Wish,
  parts: ProbeParts,
): Promise<Finding> {
  const { clock, dice, isServing, keyOf, sender, settings, thinkers } = parts
  const { connectMs } = endpoint.timers
  const startedAt = clock.now()
  const wholeMs = settings()['health.timeout'] * 1_000
  const send =
    (mostMs: number) =>
    (request: Outbound): Promise<Exchanged> =>
      exchange(sender, request, clock, { connectMs, wholeMs: mostMs })
  const now = (): number => clock.now()
  if (kind === 'reach') return listed(await send(wholeMs)(listRequest(endpoint, null)), endpoint, now())
  const found = await keyOf(endpoint)
  if (found.kind === 'none') return keyless(found.why)
  const { key } = found
  const listMs = kind === 'free' ? wholeMs : Math.min(wholeMs, Math.max(connectMs, wholeMs * LIST_SHARE))
  const list = listed(await send(listMs)(listRequest(endpoint, key)), endpoint, now())
  if (kind === 'free' || list.result === 'fail') return list
  const model = wanted ?? sentModel(endpoint, settings()['health.model'])
  const leftMs = Math.max(0, startedAt + wholeMs - clock.now())
  const contact: Contact = { endpoint, key, model, now, send: send(leftMs) }
  const terms = { roll: dice.roll(), isServing: isServing(endpoint), mayAskAgain, thinkers }
  const spoken = conversed(await converse(contact, terms), model, wanted === null)
  return kind === 'deep' && spoken.result === 'pass' ? deepened(spoken, await deepLook(contact)) : spoken
}

const UNSPOKEN = {
  ...{ model: null, quality: null, modelNamed: null, tokens: NO_TOKENS },
  shown: { question: null, answer: null, lines: [] },
} as const

/** Whatever the list says, short of an outage, the question may be answered well. */
function listed(answer: Exchanged, endpoint: Endpoint, now: number): Finding {
  const isServed = answer.kind === 'answer' && answer.status < 500
  const known = met(answer, () => null, endpoint, now)
  const { outcome, progress } = known.seen
  const verdict = isServed ? 'ok' : verdictOnOutcome({ outcome, status: known.status, isServing: false })
  const hangs = outcome.kind === 'timed-out' && progress !== 'not-sent'
  const isWell = resultOf(verdict, false) === 'pass'
  return {
    ...{ ...UNSPOKEN, kind: 'free', met: known, verdict, wasSent: true },
    result: isWell ? 'pass' : hangs || verdict === 'refused-by-relay' ? 'unclear' : 'fail',
    ...timesOf(answer),
  }
}

function conversed(spoken: Conversed, model: string | null, isOurChoice: boolean): Finding {
  const { answer, lines, met: known, modelNamed, quality, question, times, tokens, verdict } = spoken
  return {
    ...{ kind: 'conversation', met: known, verdict, model, modelNamed, quality, tokens, wasSent: true },
    result: resultOf(verdict, isOurChoice),
    ...times,
    shown: { question, answer, lines },
  }
}

const deepened = (before: Finding, { lines, tokens }: DeepLook): Finding => ({
  ...before,
  kind: 'deep',
  tokens: sumOf(before.tokens, tokens),
  shown: { ...before.shown, lines: [...before.shown.lines, ...lines] },
})

function keyless(why: string): Finding {
  const seen = { outcome: { kind: 'credential' }, progress: 'not-sent', limits: null } as const
  return {
    ...{ ...UNSPOKEN, kind: 'free', verdict: 'credential', result: 'fail', wasSent: false },
    ...{ met: { seen, status: null, why }, firstByteMs: null, firstContentMs: null, totalMs: null },
  }
}
