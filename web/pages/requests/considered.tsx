import type { RequestAnswer } from '../../../src/admin/contract/requests.ts'
import { lasted } from '../../../src/views/lasted.ts'
import { say } from '../../language.ts'

type Step = RequestAnswer['steps'][number]
type One = Step['considered'][number]

/** The others that might have served, and what spoke against them. */
export function Considered({ arrivedAt, step }: { readonly step: Step; readonly arrivedAt: number }) {
  const at = arrivedAt + step.afterMs
  const others = step.considered.filter(
    ({ endpoint }) => step.kind !== 'attempt' || endpoint !== step.endpoint,
  )
  if (others.length === 0) return null
  return (
    <ul class="considered" aria-label={say('detail.others')}>
      {others.map((one) => (
        <li key={one.endpoint} data-could={one.no === null}>
          <span>{one.endpoint}</span> <span>{againstText(one, at)}</span>
        </li>
      ))}
    </ul>
  )
}

/** `at`: when it was considered. */
function againstText({ no }: One, at: number): string {
  if (no === null) return say('explain.could-have')
  const until = 'until' in no ? no.until : null
  const back = until === null ? say('state.back-unknown') : say('state.back-in', { time: lasted(until - at) })
  if (no.kind === 'tier-cooling' && until === null) return say('lane.cooling')
  if (no.kind === 'disabled') return say('evidence.disabled')
  if (no.kind !== 'benched') return say(`state.${no.kind}`, { back })
  const values = { reason: say(`bench.${no.reason as 'outage'}`), model: no.model ?? '', back }
  return say(no.model === null ? 'state.benched' : 'state.benched-model', values)
}
