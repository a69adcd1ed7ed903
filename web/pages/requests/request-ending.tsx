import type { RequestSummary } from '../../../src/admin/contract/requests.ts'
import { say } from '../../language.ts'

export const ENDING_TONES: Readonly<Record<RequestSummary['ending'], string>> = {
  served: 'good',
  local: 'good',
  passed: 'bad',
  refused: 'bad',
  broken: 'bad',
  cancelled: 'quiet',
  accepted: 'warn',
}

/** How a request ended, in a word, with the status where it tells more. */
export function EndingMark({ row }: { readonly row: Pick<RequestSummary, 'ending' | 'status' | 'why'> }) {
  const { ending, status, why } = row
  const hasStatus = status !== null && ending !== 'served'
  return (
    <span class="state" data-tone={ENDING_TONES[ending]} title={why ?? undefined}>
      {say(`end.${ending}`)}
      {hasStatus && ` ${String(status)}`}
    </span>
  )
}
