/** Judges what a model said to a question of ours. */
import type { Verdict } from './check.ts'
import type { Question } from './question.ts'
import { isSameModel } from './same-model.ts'

/** A complete message in answer to a question, as it was seen. */
export interface Answer {
  readonly text: string
  /** It thought, whether or not what it thought was shown. */
  readonly hasThinking: boolean
  /** The model that was asked for, as the endpoint knows it. */
  readonly model: string | null
  /** By its own word; null when it said nothing. */
  readonly modelNamed: string | null
  readonly stopReason: string | null
  /** Tokens as the endpoint counted them, what a cache gave or took included; null when it counted none. */
  readonly usage: { readonly in: number; readonly out: number } | null
  readonly questionBytes: number
  readonly mostTokens: number
  readonly firstContentMs: number
}

/** What is looked at; the last five only when a person wants to know all. */
export const LOOKED = [
  'protocol',
  'code',
  'sum',
  'model',
  'usage',
  'stop-reason',
  'count-tokens',
  'long-prompt',
  'caching',
  'tool',
  'thinking',
] as const
export type Looked = (typeof LOOKED)[number]

/** One thing that was looked at. */
export interface Line {
  readonly looked: Looked
  /** Null: nothing was said that could be judged. */
  readonly isFine: boolean | null
  /** What was seen, in the endpoint's own words or figures. */
  readonly seen: string
}

export interface Judgement {
  readonly verdict: Verdict
  /** 0 to 100. */
  readonly quality: number
  readonly lines: readonly Line[]
}

/** At ten seconds the share of time is used up; spec/health.md, "Scores". */
const SLOW_MS = 10_000
const FAST_MS = 1_000
const CODE_POINTS = 25
const SUM_POINTS = 15
const SHAPE_POINTS = 10
const TIME_POINTS = 30
const ECONOMY_POINTS = 20

/** Whether it ran out of room before it could answer, as one does that thinks first. */
export function hasNoRoom(question: Question, answer: Pick<Answer, 'stopReason' | 'text'>): boolean {
  return (
    answer.stopReason === 'max_tokens' && !(hasCode(question, answer.text) && hasSum(question, answer.text))
  )
}

export function judgement(question: Question, answer: Answer): Judgement {
  const [code, sum] = [hasCode(question, answer.text), hasSum(question, answer.text)]
  const validity =
    (code ? CODE_POINTS : 0) + (sum ? SUM_POINTS : 0) + (isShaped(question, answer.text) ? SHAPE_POINTS : 0)
  const points = validity + timePoints(answer.firstContentMs) + economyPoints(question, answer.text)
  return {
    verdict: verdictOnAnswer(answer, code && sum),
    quality: Math.round(points),
    lines: [
      { looked: 'protocol', isFine: true, seen: '' },
      { looked: 'code', isFine: code, seen: question.code },
      { looked: 'sum', isFine: sum, seen: String(question.sum) },
      modelLine(answer),
      usageLine(answer),
      stopLine(answer, code && sum),
    ],
  }
}

/** What has nothing in it and gives no reason for that is no answer at all. */
const REASONS_FOR_NOTHING: ReadonlySet<string | null> = new Set([
  'max_tokens',
  'refusal',
  'tool_use',
  'pause_turn',
])

function verdictOnAnswer(answer: Answer, isRight: boolean): Verdict {
  const { firstContentMs, hasThinking, stopReason, text } = answer
  const hasReason = hasThinking || REASONS_FOR_NOTHING.has(stopReason)
  if (text.trim() === '' && !hasReason) return 'empty'
  if (!isRight) return 'wrong-answer'
  if (modelLine(answer).isFine === false) return 'model-mismatch'
  return firstContentMs >= SLOW_MS ? 'slow' : 'ok'
}

const hasCode = ({ code }: Question, text: string): boolean => text.toUpperCase().includes(code)

/** As a number of its own, and not as a part of the code. */
function hasSum({ code, sum }: Question, text: string): boolean {
  const rest = text.toUpperCase().replaceAll(code, ' ')
  return [...rest.matchAll(/\d+/g)].some(([number]) => number === String(sum))
}

/** Marks that a model puts around a line change nothing of it. */
const isShaped = ({ wanted }: Question, text: string): boolean =>
  text
    .replace(/[`*"'.]/g, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toUpperCase() === wanted

/** 1 s and less is worth all, 10 s and more nothing, on a log scale between. */
function timePoints(firstContentMs: number): number {
  const decades = Math.log10(Math.max(firstContentMs, FAST_MS) / FAST_MS)
  return TIME_POINTS * Math.max(0, 1 - decades)
}

/** Up to twice as long as asked is worth all, sixteen times nothing, on a log scale between. */
function economyPoints({ wanted }: Question, text: string): number {
  const length = text.trim().length
  if (length === 0) return 0
  const doublings = Math.log2(Math.max(length / wanted.length, 2)) - 1
  return ECONOMY_POINTS * Math.max(0, 1 - doublings / 3)
}

function modelLine({ model, modelNamed }: Answer): Line {
  const isFine = model === null || modelNamed === null ? null : isSameModel(model, modelNamed)
  return { looked: 'model', isFine, seen: modelNamed ?? '' }
}

/** A token has about four bytes. What is far above the question was put before it on the way. */
const BYTES_PER_TOKEN = 4
const MOST_TIMES = 5
const SOME_TOKENS = 100

function usageLine({ mostTokens, questionBytes, usage }: Answer): Line {
  if (usage === null) return { looked: 'usage', isFine: null, seen: '' }
  const mostIn = (MOST_TIMES * questionBytes) / BYTES_PER_TOKEN + SOME_TOKENS
  const isFine = usage.in > 0 && usage.in <= mostIn && usage.out > 0 && usage.out <= mostTokens
  return { looked: 'usage', isFine, seen: `${usage.in} + ${usage.out}` }
}

function stopLine({ stopReason }: Answer, isRight: boolean): Line {
  const isEnd = stopReason === 'end_turn' || stopReason === 'stop_sequence'
  const isFine = stopReason === null ? null : isEnd || (isRight && stopReason === 'max_tokens')
  return { looked: 'stop-reason', isFine, seen: stopReason ?? '' }
}
