import type { EndpointStatus } from '../../src/admin/contract.ts'
import { lasted } from '../../src/views/lasted.ts'
import { say } from '../language.ts'
import { now } from '../state.ts'
import { stateText, toneOf } from '../text/endpoint-state.ts'

/** How an endpoint stands, why, and when it is back; models that it is benched for, below. */
export function EndpointState({ endpoint }: { readonly endpoint: EndpointStatus }) {
  const models = endpoint.benches.filter(({ model }) => model !== null)
  return (
    <span class="state" data-tone={toneOf(endpoint)}>
      {stateText(endpoint, now.value)}
      {models.map(({ model, reason, until }) => (
        <span key={`${reason} ${model ?? ''}`} class="state-more">
          {say('state.benched-model', {
            model: model ?? '',
            reason: say(`bench.${reason}`),
            back: say('state.back-in', { time: lasted(until - now.value) }),
          })}
        </span>
      ))}
    </span>
  )
}
