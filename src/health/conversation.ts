/**
 * One question, put to a model and judged. A model that thinks before it
 * answers may spend all of its room on that: it is asked once more with more
 * room, and from then on at once.
 */
import { verdictOnOutcome, type Verdict } from '../core/health/check.ts'
import { targetOf } from '../core/health/evidence.ts'
import { hasNoRoom, judgement, type Line } from '../core/health/judgement.ts'
import { questionFrom, type Question } from '../core/health/question.ts'
import type { Outcome } from '../core/outcome.ts'
import { NO_TOKENS, say, sumOf, type Contact, type Said, type Tokens } from './contact.ts'
import type { Times } from './exchange.ts'
import type { Met } from './met.ts'

/** Enough for the answer that is asked for, and too little for much else. */
const USUAL_ROOM = 64
/** Enough to think about a small sum. */
const MORE_ROOM = 1_024

/** What a conversation came to. */
export interface Conversed {
  readonly met: Met
  readonly verdict: Verdict
  readonly quality: number | null
  readonly modelNamed: string | null
  readonly times: Times
  readonly tokens: Tokens
  readonly question: string
  /** Null when there was none. */
  readonly answer: string | null
  readonly lines: readonly Line[]
}

export interface Terms {
  /** Chooses the question. */
  readonly roll: number
  /** Whether a client was served lately. */
  readonly isServing: boolean
  /** Whether another question with more room is within what may be spent. */
  readonly mayAskAgain: boolean
  /** Models that had no room, by target and name: they get more at once. */
  readonly thinkers: Set<string>
}

/** Puts one question, or the same with more room after it. */
export async function converse(contact: Contact, terms: Terms): Promise<Conversed> {
  const question = questionFrom(terms.roll)
  const name = `${targetOf(contact.endpoint)}\n${contact.model ?? ''}`
  const isThinker = terms.thinkers.has(name) && terms.mayAskAgain
  const room = isThinker ? MORE_ROOM : USUAL_ROOM
  const first = await put(contact, question, room)
  const isOk = first.met.seen.outcome.kind === 'ok'
  const isCramped = isOk && hasNoRoom(question, saidBy(first))
  if (!isCramped || isThinker || !terms.mayAskAgain) {
    return conversed(contact, question, { said: first, room, spent: NO_TOKENS }, terms)
  }
  terms.thinkers.add(name)
  const second = await put(contact, question, MORE_ROOM)
  return conversed(contact, question, { said: second, room: MORE_ROOM, spent: first.tokens }, terms)
}

const put = (contact: Contact, { text }: Question, room: number): Promise<Said> =>
  say(contact, { max_tokens: room, messages: [{ role: 'user', content: text }] })

const saidBy = ({ answer: { receipt, text } }: Said) => ({ stopReason: receipt.stopReason, text })

interface Round {
  readonly said: Said
  readonly room: number
  /** By the round before. */
  readonly spent: Tokens
}

function conversed(
  { model }: Contact,
  question: Question,
  { room, said, spent }: Round,
  { isServing }: Terms,
): Conversed {
  const { answer, met, times } = said
  const { hasThinking, receipt, text } = answer
  const common = {
    ...{ times, tokens: sumOf(said.tokens, spent), question: question.text },
    ...{ modelNamed: receipt.model, answer: text === '' ? null : text },
  }
  const { outcome } = met.seen
  if (outcome.kind !== 'ok') {
    const verdict = verdictOnOutcome({ outcome, status: met.status, isServing })
    const lines: Line[] = [{ looked: 'protocol', isFine: isOfProtocol(outcome), seen: met.why }]
    return { ...common, met, verdict, quality: null, lines }
  }
  const { lines, quality, verdict } = judgement(question, {
    ...{ text, hasThinking, model, modelNamed: receipt.model, stopReason: receipt.stopReason },
    ...{ usage: said.usage, questionBytes: question.text.length, mostTokens: room },
    firstContentMs: times.firstContentMs ?? times.totalMs,
  })
  if (verdict === 'empty') {
    const seen = { ...met.seen, outcome: { kind: 'empty' } as const }
    return {
      ...common,
      met: { ...met, seen, why: 'a message without a word' },
      verdict,
      quality: null,
      lines,
    }
  }
  const why = verdict === 'wrong-answer' ? wrongness(said, room) : ''
  return { ...common, met: { ...met, why }, verdict, quality, lines }
}

/** What came is none of this protocol; a refusal is. */
const isOfProtocol = ({ kind }: Outcome): boolean | null =>
  kind === 'malformed' || kind === 'empty' || kind === 'broken-stream' ? false : null

const MOST_SHOWN = 80

function wrongness({ answer }: Said, room: number): string {
  const { hasThinking, text } = answer
  if (text.trim() !== '') return JSON.stringify(text.trim().slice(0, MOST_SHOWN))
  return hasThinking ? `nothing but thinking in ${String(room)} tokens` : 'not a word'
}
