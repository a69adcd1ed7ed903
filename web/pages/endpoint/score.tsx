import type { EndpointAnswer } from '../../../src/admin/contract/endpoint.ts'
import { say } from '../../language.ts'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { Meter } from '../../parts/meter.tsx'
import { tenth, whole } from '../../text/numbers.ts'

type Live = NonNullable<EndpointAnswer['live']>

const TONES: Readonly<Record<Live['score']['condition'], Tone>> = {
  healthy: 'good',
  warning: 'warn',
  unhealthy: 'bad',
  unknown: 'quiet',
}

/** How well it does, and what that is made of. */
export function Score({ answer: { live } }: { readonly answer: EndpointAnswer }) {
  if (live === null) return null
  const { condition, observations, overall, source } = live.score
  const from =
    source === null
      ? say('score.too-few', { count: whole(observations) })
      : say(`score.from-${source}`, { count: whole(observations) })
  return (
    <section class="card">
      <header class="row">
        <h2>{say('title.score')}</h2>
        <b class="figure-value">{tenth(overall)}</b>
        <Badge tone={TONES[condition]}>{say(`condition.${condition}`)}</Badge>
        <span class="quiet">{from}</span>
      </header>
      <dl class="score-parts">
        <Part name={say('title.success')} value={live.score.success} />
        <Part name={say('endpoint.response')} value={live.score.response} />
        <Part name={say('endpoint.stability')} value={live.score.stability} />
        <Part name={say('title.quality')} value={live.score.quality} />
      </dl>
    </section>
  )
}

function Part({ name, value }: { readonly name: string; readonly value: number | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Meter percent={value ?? 0} />
        <span class="number">{tenth(value)}</span>
      </dd>
    </div>
  )
}

/** What its share of new sessions is made of: the product of what is configured and what is known. */
export function Weight({ answer: { endpoint } }: { readonly answer: EndpointAnswer }) {
  if (endpoint.health === null) return null
  const { effective, quota, ramp, score, weight } = endpoint.health.effectiveWeight
  const factors = [
    ['endpoint.configured', weight],
    ['factor.score', score],
    ['factor.ramp', ramp],
    ['factor.quota', quota],
  ] as const
  return (
    <section class="card">
      <h2>{say('lane.weight')}</h2>
      <p class="product">
        {factors.map(([key, value], index) => (
          <span key={key} class="factor">
            {index > 0 && <span class="sign">×</span>}
            <span>
              <b>{index === 0 ? whole(value) : hundredth(value)}</b>
              <span class="quiet">{say(key)}</span>
            </span>
          </span>
        ))}
        <span class="factor">
          <span class="sign">=</span>
          <span>
            <b class="figure-value">{tenth(effective)}</b>
            <span class="quiet">{effective === 0 ? say('endpoint.out') : say('endpoint.effective')}</span>
          </span>
        </span>
      </p>
      <p class="quiet">{say('endpoint.weight-meaning')}</p>
    </section>
  )
}

const hundredth = (value: number): string => String(Math.round(value * 100) / 100)
