/** What the queue holds, as commands show it. */
import { LIST_PRICES } from '../core/prices.ts'
import { costOfTry, costSoFar } from '../core/queue/cost-so-far.ts'
import type { ItemState, QueuedItem } from '../core/queue/item.ts'
import { summaryOf } from '../core/queue/summary.ts'
import { waitOf } from '../core/queue/schedule.ts'
import { AppError } from '../errors/app-error.ts'
import type { QueueStore } from '../ports/queue.ts'
import type { Settings } from '../settings/schema.ts'
import type { Say } from '../i18n/say.ts'
import { retryRules } from '../settings/retry-rules.ts'
import type { QueuedItemJson, QueueSummaryJson } from './shapes/queue.ts'
import { errorText } from './error-text.ts'

/** More than there ever are. */
const ALL = 1_000_000_000

/** Newest first; all of them, or those in one of these states. */
export const keptItems = (
  queue: Pick<QueueStore, 'list'>,
  states?: readonly ItemState[],
): Promise<readonly QueuedItem[]> => queue.list({ most: ALL, ...(states === undefined ? {} : { states }) })

/** In numbers; one that cannot be read says why, and is no reason not to show the rest. */
export async function queueSummary(
  open: () => Promise<Pick<QueueStore, 'list'>>,
  settings: Settings,
  now: number,
  say: Say,
): Promise<QueueSummaryJson> {
  const rules = retryRules(settings)
  const numbersOf = (items: readonly QueuedItem[]) => {
    const { counts, ...rest } = summaryOf(items, (item) => waitOf(item, rules, now))
    return { counts: { ...counts }, ...rest }
  }
  const said = { enabled: settings['queue.enabled'] === 'on', auto: rules.isAuto }
  try {
    return { ...said, fault: null, ...numbersOf(await keptItems(await open())) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...said, fault: errorText(error, say), ...numbersOf([]) }
  }
}

export function itemView(item: QueuedItem, settings: Settings, now: number): QueuedItemJson {
  const { fence: profile, isAccepted: accepted, nextAt: _nextAt, openedAt: _openedAt, tries, ...same } = item
  return {
    ...same,
    ...{ profile, accepted, waitsFor: waitOf(item, retryRules(settings), now) },
    tries: tries.map(({ receipts, ...one }) => ({
      ...one,
      cost: costOfTry({ receipts, ...one }, LIST_PRICES),
    })),
    cost: costSoFar(tries, LIST_PRICES),
  }
}
