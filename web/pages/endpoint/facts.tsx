import type { EndpointAnswer } from '../../../src/admin/contract/endpoint.ts'
import { lasted } from '../../../src/views/lasted.ts'
import { say } from '../../language.ts'
import { Fact } from '../../parts/fact.tsx'
import { addressOf } from '../../router.ts'
import { now } from '../../state.ts'
import { whole } from '../../text/numbers.ts'
import { dayTime } from '../../text/times.ts'

/** What it is set aside for, and until when; nothing where it is not. */
export function Benches({ answer: { endpoint } }: { readonly answer: EndpointAnswer }) {
  const benches = endpoint.health?.benches ?? []
  if (benches.length === 0) return null
  return (
    <section class="card">
      <h2>{say('endpoint.benches')}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('title.reason')}</th>
            <th scope="col">{say('title.model')}</th>
            <th scope="col">{say('endpoint.until')}</th>
          </tr>
        </thead>
        <tbody>
          {benches.map(({ model, reason, until }) => (
            <tr key={`${reason} ${model ?? ''}`}>
              <td>{say(`bench.${reason}`)}</td>
              <td>{model ?? say('endpoint.all-models')}</td>
              <td>
                {dayTime(until)}{' '}
                <span class="quiet">({say('state.back-in', { time: lasted(until - now.value) })})</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** As it is configured. */
export function Facts({ answer: { endpoint } }: { readonly answer: EndpointAnswer }) {
  const { auth, baseUrl, credential, maxConcurrent, models, outboundProxy, reusedFrom, timeouts } = endpoint
  const maps = Object.entries(models)
  const times = Object.entries(timeouts).map(([name, seconds]) => `${name} ${String(seconds)} s`)
  return (
    <section class="card">
      <header class="row">
        <h2>{say('endpoint.configured-as')}</h2>
        <a class="push" href={addressOf('configuration')}>
          {say('page.configuration')}
        </a>
      </header>
      <dl class="facts">
        <Fact name={say('endpoint.url')}>{baseUrl}</Fact>
        {reusedFrom !== null && <Fact name={say('endpoint.reused')}>{reusedFrom}</Fact>}
        <Fact name={say('endpoint.auth')}>{auth}</Fact>
        <Fact name={say('endpoint.credential')}>
          <code>{credential}</code>
        </Fact>
        <Fact name={say('endpoint.most')}>
          {maxConcurrent === null ? say('endpoint.no-limit') : whole(maxConcurrent)}
        </Fact>
        {maps.length > 0 && (
          <Fact name={say('endpoint.models')}>
            {maps.map(([asked, sent]) => (
              <span key={asked} class="map-line">
                {asked} → {sent}
              </span>
            ))}
          </Fact>
        )}
        {times.length > 0 && <Fact name={say('endpoint.timeouts')}>{times.join(', ')}</Fact>}
        {outboundProxy !== null && <Fact name={say('endpoint.proxy')}>{outboundProxy}</Fact>}
      </dl>
    </section>
  )
}
