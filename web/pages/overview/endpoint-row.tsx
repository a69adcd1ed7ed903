import type { EndpointStatus } from '../../../src/admin/contract.ts'
import type { OverviewAnswer } from '../../../src/admin/contract/overview.ts'
import { say } from '../../language.ts'
import { EndpointState } from '../../parts/endpoint-state.tsx'
import { Meter } from '../../parts/meter.tsx'
import { addressOf } from '../../router.ts'
import { percent, tenth, whole } from '../../text/numbers.ts'

interface Told {
  readonly endpoint: EndpointStatus
  readonly shares: OverviewAnswer['shares'] | null
}

/** One endpoint: how it stands, and what it gets. */
export function EndpointRow({ endpoint, shares }: Told) {
  const { effectiveWeight, id, inFlight, name, score } = endpoint
  const share = shares?.find((one) => one.endpoint === name)?.percent ?? 0
  return (
    <tr>
      <th scope="row" class="endpoint-name">
        <a href={addressOf('endpoints', id)}>{name.slice(name.indexOf('/') + 1)}</a>
      </th>
      <td>
        <EndpointState endpoint={endpoint} />
      </td>
      <td class="wide-only">
        <span class="share">
          <Meter percent={share} />
          <span class="number">{shares === null ? '\u00a0' : percent(share)}</span>
        </span>
      </td>
      <td class="number" data-unit={` ${say('lane.open-unit')}`}>
        {whole(inFlight)}
      </td>
      <td class="number wide-only" title={say('lane.weight-of', { weight: effectiveWeight.weight })}>
        {tenth(effectiveWeight.effective)}
      </td>
      <td class="number wide-only">{tenth(score.overall)}</td>
    </tr>
  )
}
