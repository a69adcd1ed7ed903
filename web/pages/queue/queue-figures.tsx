import type { QueueAnswer } from '../../../src/admin/contract/queue.ts'
import { lasted } from '../../../src/views/lasted.ts'
import { say } from '../../language.ts'
import { Figure } from '../../parts/figure.tsx'
import { addressOf } from '../../router.ts'
import { now } from '../../state.ts'
import { whole } from '../../text/numbers.ts'
import { sizeText } from '../../../src/views/size-text.ts'
import { dayTime } from '../../text/times.ts'

type Status = QueueAnswer['status']

/** How much is kept, and what is sent next. */
export function QueueFigures({ status }: { readonly status: Status | null }) {
  return (
    <>
      <dl class="figures">
        <Figure
          label={say('kept.waiting')}
          value={status === null ? null : whole(status.counts.pending)}
          more={oldestText(status)}
        />
        <Figure
          label={say('kept.sending')}
          value={status === null ? null : whole(status.counts.retrying)}
          more={status === null ? null : say(status.auto ? 'kept.auto' : 'kept.by-hand')}
        />
        <Figure label={say('kept.next')} value={status === null ? null : nextText(status)} />
        <Figure
          label={say('kept.size')}
          value={status === null ? null : sizeText(status.storedBytes)}
          more={status === null ? null : keptText(status)}
        />
      </dl>
      {status !== null && (!status.enabled || status.fault !== null) && (
        <p class="state" data-tone="bad" role="alert">
          {status.fault ?? say('kept.off')}{' '}
          <a href={addressOf('configuration', 'settings')}>{say('kept.settings')}</a>
        </p>
      )}
    </>
  )
}

const oldestText = (status: Status | null): string | null =>
  status === null || status.oldest === null
    ? null
    : say('kept.oldest', { time: dayTime(status.oldest.parkedAt) })

function nextText({ next }: Status): string {
  if (next === null) return say('kept.nothing-next')
  const { waitsFor } = next
  if (waitsFor.kind !== 'time') return say('kept.next-endpoint')
  return say('kept.next-in', { time: lasted(waitsFor.until - now.value) })
}

function keptText({ counts, maxBytes, maxItems }: Status): string {
  const count = Object.values(counts).reduce((sum, one) => sum + one, 0)
  const items = say('kept.of-items', { count: whole(count), most: whole(maxItems) })
  return `${say('kept.of-bytes', { most: sizeText(maxBytes) })} · ${items}`
}
