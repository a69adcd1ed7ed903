/** What it means that a request comes which is kept already: same fence, method, path and body. */
import type { QueuedItem } from './item.ts'

export type Meeting =
  /** A request like any other. */
  | { readonly kind: 'new' }
  /** It waits: from now on it is the client's again. */
  | { readonly kind: 'take-over' }
  /** It is being sent: the client gets what comes of it. */
  | { readonly kind: 'attach' }
  /** Its answer is there: it is given, once. */
  | { readonly kind: 'give' }

/** `attachMs`: for how long an answer waits for its client. */
export function meetingOf(item: QueuedItem | null, now: number, attachMs: number): Meeting {
  switch (item?.state) {
    case 'pending':
      return { kind: 'take-over' }
    case 'retrying':
      return { kind: 'attach' }
    case 'succeeded':
      return isToBeGiven(item, now, attachMs) ? { kind: 'give' } : { kind: 'new' }
    case 'failed':
    case 'expired':
    case undefined:
      return { kind: 'new' }
  }
}

/** After that time a person who asks the same wants another answer. */
function isToBeGiven({ answer, finishedAt }: QueuedItem, now: number, attachMs: number): boolean {
  if (answer === null || answer.givenAt !== null || finishedAt === null) return false
  return now >= finishedAt && now - finishedAt <= attachMs
}
