import { say } from '../../language.ts'
import { now, status } from '../../state.ts'
import { dayTime, minuteTime } from '../../text/times.ts'
import { stretchesOf, type Span, type Stretch, type Switch } from './stretches.ts'
import { placeText } from './switch-text.ts'

/** Below that a stretch could not be seen. In per cent. */
const LEAST = 0.4

/** Which place served when, as a band of time. What it says stands in the list in words. */
export function Band({
  spanMs,
  switches,
}: {
  readonly switches: readonly Switch[]
  readonly spanMs: number
}) {
  const { value: until } = now
  const since = until - spanMs
  const stretches = stretchesOf(switches, { since, now: until, serving: serving() })
  const names = [...new Set(stretches.map(nameOf))]
  return (
    <figure class="band">
      <figcaption class="row">
        <h2>{say('past.band')}</h2>
        <ul class="legend band-legend">
          {names.map((name) => (
            <li key={name} data-place={name}>
              {name === 'unknown' || name === 'nobody' ? say(`past.${name}`) : say(`lane.${name}`)}
            </li>
          ))}
        </ul>
      </figcaption>
      <div class="band-bar" aria-hidden="true">
        {stretches.map((one) => (
          <span
            key={one.from}
            data-place={nameOf(one)}
            title={titleOf(one)}
            style={{ flexGrow: String(Math.max(LEAST, ((one.to - one.from) / spanMs) * 100)) }}
          />
        ))}
      </div>
      <p class="band-ends quiet" aria-hidden="true">
        <span>{spanMs >= DAY_MS ? dayTime(since) : minuteTime(since)}</span>
        <span>{minuteTime(until)}</span>
      </p>
    </figure>
  )
}

const DAY_MS = 86_400_000

function serving(): Span['serving'] {
  const tiers = status.value?.tiers
  const active = tiers?.places.find(({ isActive }) => isActive)
  return tiers === undefined || active === undefined
    ? null
    : { place: { ...active, profiles: [...active.profiles] }, since: tiers.activeSince }
}

type Name = NonNullable<Switch['to']>['place'] | 'nobody' | 'unknown'

function nameOf({ served: { known, place } }: Stretch): Name {
  if (!known) return 'unknown'
  return place?.place ?? 'nobody'
}

const titleOf = ({ from, served, to }: Stretch): string =>
  say('past.segment', {
    place: served.known ? placeText(served.place) : say('past.unknown'),
    from: dayTime(from),
    to: dayTime(to),
  })
