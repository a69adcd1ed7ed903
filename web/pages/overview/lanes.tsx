import type { ProxyStatus } from '../../../src/admin/contract.ts'
import type { OverviewAnswer } from '../../../src/admin/contract/overview.ts'
import { lasted } from '../../../src/views/lasted.ts'
import { mayWrite } from '../../api.ts'
import { say } from '../../language.ts'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { Since } from '../../parts/time.tsx'
import { now } from '../../state.ts'
import { EndpointRow } from './endpoint-row.tsx'
import { HandButton } from './hand.tsx'
import { lanesOf, outsideOf, type Lane, type LaneProfile } from './lane-order.ts'

type Shares = OverviewAnswer['shares'] | null

/** The tiers in the order in which they are asked, with whom they ask. */
export function Lanes({ shares, status }: { readonly status: ProxyStatus; readonly shares: Shares }) {
  const outside = outsideOf(status)
  const lanes = lanesOf(status)
  const first = lanes.findIndex(({ profiles }) => profiles.length > 0)
  return (
    <div class="lanes">
      {lanes.map((lane, index) => (
        <LaneCard key={lane.name} lane={lane} shares={shares} hasTitles={index === first} />
      ))}
      {outside.length > 0 && (
        <details class="card lane">
          <summary>{say('lane.outside', { count: outside.length })}</summary>
          <Profiles profiles={outside} shares={shares} hasTitles />
        </details>
      )}
    </div>
  )
}

interface Shown {
  readonly shares: Shares
  /** Whether the titles of the columns are seen; they stand above the first lane only. */
  readonly hasTitles: boolean
}

function LaneCard({ lane, ...shown }: Shown & { readonly lane: Lane }) {
  const { name, place, profiles } = lane
  return (
    <section class="card lane" data-active={place?.isActive === true} aria-label={say(`lane.${name}`)}>
      <header class="row">
        <h2>{say(`lane.${name}`)}</h2>
        {place?.isActive === true && <Badge tone="accent">{say('lane.active')}</Badge>}
        <Standing lane={lane} />
      </header>
      {profiles.length === 0 ? (
        <p class="quiet">{say('lane.empty')}</p>
      ) : (
        <Profiles profiles={profiles} {...shown} />
      )}
    </section>
  )
}

const TONES: Readonly<Record<'serving' | 'cooling' | 'recovering', Tone>> = {
  serving: 'good',
  cooling: 'bad',
  recovering: 'warn',
}

/** How the place as a whole stands; what can serve and is not asked says nothing. */
function Standing({ lane: { place, profiles } }: { readonly lane: Lane }) {
  if (place === null) return null
  const { checks, isActive, since, state, until } = place
  const isOut = profiles.every(({ endpoints }) => endpoints.every((one) => one.state !== 'ok'))
  if (state === 'serving' && isOut) return <Badge tone="bad">{say('lane.out')}</Badge>
  if (state === 'serving') {
    return (
      <span class="quiet">
        {isActive ? say('lane.serving-for') : say('lane.ready')} {isActive && <Since since={since} />}
      </span>
    )
  }
  const time = until === null ? '' : lasted(until - now.value)
  const cooling = until === null ? say('lane.cooling') : say('standing.cooling-until', { time })
  return (
    <Badge tone={TONES[state]}>
      {state === 'cooling' ? cooling : say('standing.recovering', { checks })}
    </Badge>
  )
}

function Profiles({ hasTitles, profiles, shares }: Shown & { readonly profiles: readonly LaneProfile[] }) {
  return (
    <table class="lane-table">
      <colgroup>
        {COLUMNS.map((name) => (
          <col key={name} class={`lane-${name}`} />
        ))}
      </colgroup>
      <Titles isSeen={hasTitles} />
      {profiles.map(({ endpoints, name }) => (
        <tbody key={name}>
          <tr class="profile-row">
            <th scope="rowgroup" colSpan={COLUMNS.length}>
              <span class="row">
                {name}
                {mayWrite.value && <HandButton profile={name} />}
              </span>
            </th>
          </tr>
          {endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} shares={shares} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

const COLUMNS = ['endpoint', 'state', 'share', 'open', 'weight', 'score'] as const

function Titles({ isSeen }: { readonly isSeen: boolean }) {
  return (
    <thead class={isSeen ? 'narrow-out-of-sight' : 'out-of-sight'}>
      <tr>
        <th scope="col">{say('lane.endpoint')}</th>
        <th scope="col">{say('lane.state')}</th>
        <th scope="col" class="wide-only">
          {say('lane.share')}
        </th>
        <th scope="col" class="number">
          {say('lane.open')}
        </th>
        <th scope="col" class="number wide-only">
          {say('lane.weight')}
        </th>
        <th scope="col" class="number wide-only">
          {say('title.score')}
        </th>
      </tr>
    </thead>
  )
}
