/** What the queue holds, in words. */
import type { ItemState } from '../core/queue/item.ts'
import { costText } from '../views/cost-text.ts'
import { lasted } from '../views/lasted.ts'
import { localTime } from '../views/local-time.ts'
import type { ProxyQueueJson, QueuedItemJson, QueueSummaryJson, WaitJson } from '../views/shapes/queue.ts'
import { sizeText } from '../views/size-text.ts'
import type { Say } from './texts.ts'

type Pair = readonly [label: string, text: string]

/** Its state and, once it is final, why. */
export const itemStateText = ({ finalReason, state }: QueuedItemJson, say: Say): string =>
  finalReason === null ? say(`item.${state}`) : say(`item.${finalReason}`)

/** What has to happen before it goes on; `-` when nothing will. */
export function waitText(wait: WaitJson, now: number, say: Say): string {
  switch (wait.kind) {
    case 'time':
      return say('waits.time', { time: lasted(wait.until - now) })
    case 'endpoint':
    case 'hand':
      return say(`waits.${wait.kind}`)
    case 'nothing':
      return '-'
  }
}

/** Why nobody served it. */
export function parkedText(reason: string, say: Say): string {
  const known = PARKED.find((one) => one === reason)
  return known === undefined ? reason : say(`parked.${known}`)
}

const PARKED = [
  ...(['all-limited', 'all-out', 'all-too-slow', 'no-network', 'model-nowhere'] as const),
  ...(['no-balance', 'no-credential'] as const),
]

/** All of the queue in a line: how much of it waits, since when, what is next, and what is over. */
export function summaryText(summary: QueueSummaryJson, now: number, say: Say): string {
  const { counts, fault } = summary
  if (fault !== null) return say('queue.faulty', { why: fault })
  const open = { ...summary, waiting: counts.pending, sending: counts.retrying }
  const over = OVER.filter((state) => counts[state] > 0).map((state) => countText(state, counts[state], say))
  return [...openParts(open, now, say), ...over].join(' · ')
}

/** The same by the word of a proxy, which tells of what is over nothing. */
export function proxyQueueText(queue: ProxyQueueJson, now: number, say: Say): string {
  const { fault } = queue
  const parts = openParts(queue, now, say)
  return [...(fault === null ? [] : [say('queue.faulty', { why: fault })]), ...parts].join(' · ')
}

function openParts(queue: Omit<ProxyQueueJson, 'fault'>, now: number, say: Say): readonly string[] {
  const { enabled, next, oldest, sending, waiting } = queue
  return [
    ...(enabled ? [] : [say('queue.off')]),
    ...(waiting + sending === 0 ? [say('queue.empty')] : []),
    ...(waiting === 0 ? [] : [say('queue.waiting', { count: waiting })]),
    ...(sending === 0 ? [] : [say('queue.sending', { count: sending })]),
    ...(oldest === null ? [] : [say('queue.oldest', { time: localTime(oldest.parkedAt) })]),
    ...(next === null ? [] : [say('queue.next', { wait: waitText(next.waitsFor, now, say) })]),
  ]
}

const OVER = ['succeeded', 'failed', 'expired'] as const

const countText = (state: ItemState, count: number, say: Say): string =>
  `${String(count)} ${say(`item.${state}`)}`

/** One item in full, a pair a line. */
export function itemPairs(item: QueuedItemJson, now: number, say: Say): readonly Pair[] {
  const { agent, answer, bytes, cost, id, method, model, parkedAt, path, profile, reason } = item
  const { renewedAt, session, state, storedBytes, stream, waitsFor } = item
  const asked = [`${method} ${path}`, model, stream ? say('explain.stream') : null, sizeText(bytes)]
  const whose = agent === null ? session : say('explain.agent', { session: session ?? '', agent })
  const isOpen = state === 'pending' || state === 'retrying'
  const times = { at: localTime(parkedAt), again: localTime(renewedAt) }
  return [
    [say('title.request'), id],
    [say('title.state'), itemStateText(item, say)],
    ...(isOpen ? [[say('queue.title.waits'), waitText(waitsFor, now, say)] as const] : []),
    [say('queue.title.parked'), say(renewedAt > parkedAt ? 'queue.parked-again' : 'queue.parked', times)],
    [say('title.reason'), parkedText(reason, say)],
    [say('title.asked'), asked.filter((part) => part !== null).join(' · ')],
    ...(whose === null ? [] : [[say('title.session'), whose] as const]),
    [say('title.scope'), profile === null ? say('queue.root') : say('queue.fenced', { profile })],
    [say('queue.title.kept'), say('queue.kept', { size: sizeText(storedBytes) })],
    [say('queue.title.cost'), cost === null ? say('queue.no-cost') : costText(cost, say)],
    ...(answer === null ? [] : [[say('queue.title.answer'), answerText(answer, say)] as const]),
  ]
}

function answerText(answer: NonNullable<QueuedItemJson['answer']>, say: Say): string {
  const { bytes, givenAt, status } = answer
  const values = { status, size: sizeText(bytes), at: givenAt === null ? '' : localTime(givenAt) }
  return say(givenAt === null ? 'queue.answer-kept' : 'queue.answer-given', values)
}
