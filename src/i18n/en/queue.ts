import type { NobodyServed } from '../../core/failover/final-answer.ts'
import type { FinalReason, ItemState, Try } from '../../core/queue/item.ts'

const states = {
  'item.pending': 'waiting',
  'item.retrying': 'being sent',
  'item.succeeded': 'answered',
  'item.failed': 'failed',
  'item.expired': 'expired',
} as const satisfies Readonly<Record<`item.${ItemState}`, string>>

/** Why an item is over. */
const finals = {
  'item.answered': 'answered',
  'item.served-live': 'its client was served',
  'item.cancelled': 'its client left',
  'item.fault': 'failed: refused',
  'item.attempts': 'failed: no more tries',
  'item.age': 'expired',
  'item.corrupt': 'failed: unreadable',
  'item.broken': 'failed: broke off',
  'item.too-large': 'failed: answer too long',
} as const satisfies Readonly<Record<`item.${FinalReason}`, string>>

/** Why nobody served a request that is kept. */
const parked = {
  'parked.all-limited': 'all at their limit',
  'parked.all-out': 'all out',
  'parked.all-too-slow': 'all too slow',
  'parked.no-network': 'no network',
  'parked.model-nowhere': 'nobody has the model',
  'parked.no-balance': 'no balance left',
  'parked.no-credential': 'no key is accepted',
} as const satisfies Readonly<Record<`parked.${Exclude<NobodyServed, 'no-endpoint'>}`, string>>

const tries = {
  'try.served': 'answered',
  'try.nobody': 'nobody served',
  'try.fault': 'refused: the request is at fault',
  'try.broken': 'the answer broke off',
} as const satisfies Readonly<Record<`try.${Try['end']}`, string>>

const retried = {
  'retried.served': '{id}: answered by {endpoint} (status {status}).',
  'retried.nobody': '{id}: nobody served it.',
  'retried.nobody-by': '{id}: nobody served it; {endpoint} was the last to be asked (status {status}).',
  'retried.nobody-silent': '{id}: nobody served it; {endpoint} was the last to be asked, and gave no answer.',
  'retried.broken-by': '{id}: {endpoint} broke off its answer.',
  'retried.waits-on': ' It waits on.',
  'retried.given-up': ' It is given up: "qcc queue show" tells why.',
  'retried.fault':
    '{id}: refused by {endpoint} (status {status}): the request itself is at fault, and is not sent again.',
  'retried.cancelled': '{id}: broken off here, before its answer was complete. It waits on.',
  'retried.nobody-eligible':
    '{id}: nobody can serve it now, so nothing was sent. It waits on; "qcc status" shows who is out and until when.',
  'retried.not-pending-pending': '{id}: it is being sent already, for its client or by hand.',
  'retried.not-pending-retrying': '{id}: it is being sent already.',
  'retried.not-pending-succeeded':
    '{id}: it was answered already; "qcc queue show" prints the answer, if it was kept.',
  'retried.not-pending-failed': '{id}: it failed for good; its client has to ask again.',
  'retried.not-pending-expired': '{id}: it is too old, and what was asked is not kept any more.',
  'retried.corrupt': '{id}: what is stored of it cannot be read. It was set aside as failed.',
  'retried.failed': '{id}: the queue itself could not be read or written; "qcc proxy logs" says why.',
  'retried.none': '{id}: it is not in the queue any more.',
} as const

export const queueEn = {
  ...states,
  ...finals,
  ...parked,
  ...tries,
  ...retried,
  'queue.description': 'requests that nobody could serve: what is kept, and sending it again',
  'queue.status.description': 'how much is kept, what waits, and what is sent next',
  'queue.list.description': 'what is kept, the newest first, and what each waits for',
  'queue.list.count': 'how many of the newest ones (default: {count})',
  'queue.option.state':
    'those in this state: pending, retrying, succeeded, failed or expired; several with commas between',
  'queue.state-expected': 'the states are {expected}; several have commas between.',
  'queue.show.description':
    'one request that is kept: its tries, what they cost, and the answer once there is one',
  'queue.show.body': 'print what was asked, as it came, and nothing else',
  'queue.show.no-body': 'what was asked with {id} is not kept any more, or cannot be read.',
  'queue.retry.description': 'send one now, and say what happened; exit code 1 unless it was answered',
  'queue.retry.print': 'print the answer, and what happened to stderr',
  'queue.retry-all.description':
    'send all that wait now, and say what happened to each; exit code 1 unless all were answered',
  'queue.clear.description':
    'remove what is kept, and give the disk its space back; what is being sent stays',
  'queue.clear.older-than': 'those that nobody asked for again for so long: seconds, or 90s, 5m, 24h, 7d',
  'queue.config.description':
    'show how failed requests are kept and sent again, after changing what is given',
  'queue.config.auto': 'send what waits again by itself, for work that nobody watches',
  'queue.config.no-auto': 'send it only when its client asks again, or with "qcc queue retry"',
  'queue.config.changed': 'What becomes of failed requests is changed.',
  'queue.list.none': 'Nothing is kept.',
  'queue.list.none-so': 'Nothing is kept that fits.',
  'queue.list.more': '{count} older one(s) are not shown; -n shows more.',
  'queue.no-proxy': 'No proxy runs, so nothing is sent. Start one with "qcc proxy start".',
  'queue.which': 'Which request?',
  'queue.unknown': 'no request whose id begins with "{id}" is kept.',
  'queue.see-list': 'Run "qcc queue list" to see what there is.',
  'queue.ambiguous': 'several requests begin with "{id}": {ids}.\nGive more of the id.',
  'queue.retry.under-way': '{id}: sending …',
  'queue.retry.none': 'Nothing waits to be sent.',
  'queue.retry.all': '{served} of {count} answered.',
  'queue.clear.nothing': 'There is nothing to remove.',
  'queue.clear.asks': 'Remove {count} request(s) from the queue?',
  'queue.clear.waiting': ' {count} of them still wait for an answer.',
  'queue.clear.answered': ' {count} of them have an answer that nobody fetched.',
  'queue.cleared': 'Removed {count} request(s). The database had {before} and has {after} now.',
  'queue.clear.stay': '{count} stay, because they are being sent.',
  'queue.empty': 'nothing waits',
  'queue.off': 'off: failed requests are not kept',
  'queue.waiting': '{count} wait(s)',
  'queue.sending': '{count} being sent',
  'queue.oldest': 'the oldest since {time}',
  'queue.next': 'next: {wait}',
  'queue.faulty': 'cannot be read or written: {why}',
  'queue.sent-auto': 'on; sent again by itself ({strategy})',
  'queue.sent-by-hand': 'on; sent again when its client asks again, or with "qcc queue retry"',
  'queue.since': '{time} ({id})',
  'queue.over': '{succeeded} answered, {failed} failed, {expired} expired',
  'queue.kept-of': '{items} of {most} request(s), {size} of {most-size}',
  'queue.kept': '{size}, encrypted',
  'queue.parked': '{at}',
  'queue.parked-again': '{at}; its client asked again at {again}',
  'queue.root': 'the active set',
  'queue.fenced': 'profile {profile} alone',
  'queue.no-cost': 'nothing so far',
  'queue.answer-kept': 'status {status}, {size}; nobody has fetched it yet',
  'queue.answer-given': 'status {status}, {size}; given to its client at {at}',
  'queue.title.tries': 'Tries',
  'queue.title.waits': 'Waits for',
  'queue.title.parked': 'Kept since',
  'queue.title.kept': 'Kept',
  'queue.title.cost': 'Cost',
  'queue.title.answer': 'Answer',
  'queue.title.waiting': 'Waiting',
  'queue.title.sending': 'Being sent',
  'queue.title.oldest': 'Oldest',
  'queue.title.next': 'Next',
  'queue.title.over': 'Over',
  'queue.title.file': 'On disk',
  'title.queue': 'Queue',
  'title.status': 'Status',
  'waits.endpoint': 'somebody who can serve',
  'waits.time': '{time}, then somebody who can serve',
  'waits.hand': 'its client, or "qcc queue retry"',
} as const
