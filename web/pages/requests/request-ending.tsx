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

/** How a request ended, in a word, behind the status where that tells more: the end of it is cut off where there is little room. */
export function EndingMark({ row }: { readonly row: Pick<RequestSummary, 'ending' | 'status' | 'why'> }) {
  const { ending, status, why } = row
  const hasStatus = status !== null && ending !== 'served'
  return (
    <span class="state" data-tone={ENDING_TONES[ending]} title={why ?? undefined}>
      {hasStatus && `${String(status)} `}
      {say(`end.${ending}`)}
    </span>
  )
}
