import { useEffect, useState } from 'preact/hooks'
import type { ProbeAnswer } from '../../src/admin/contract.ts'
import type { HealthAnswer } from '../../src/admin/contract/health.ts'
import { lasted } from '../../src/views/lasted.ts'
import { mayWrite, read, write } from '../api.ts'
import { DraftBar } from '../draft/review.tsx'
import { SettingsForm, settingsWhere } from '../draft/setting-field.tsx'
import { lang, say } from '../language.ts'
import { onEvent } from '../live.ts'
import { Badge } from '../parts/badge.tsx'
import { Figure } from '../parts/figure.tsx'
import { Meter } from '../parts/meter.tsx'
import { failureText, Read, useReading } from '../parts/reading.tsx'
import { tell } from '../parts/toast.tsx'
import { addressOf } from '../router.ts'
import { now } from '../state.ts'
import { costText, tenth, whole } from '../text/numbers.ts'
import { minuteTime } from '../text/times.ts'

const EVERY_MS = 5_000

/** How endpoints are checked, what was found, and what that costs. */
export function Health() {
  const health = useReading(() => read<HealthAnswer>('health', { lang: lang.value }), 'health', {
    everyMs: EVERY_MS,
    view: lang.value,
  })
  const { again } = health
  useEffect(
    () =>
      onEvent(({ event }) => {
        if (event === 'probe' || event === 'config-followed') again()
      }),
    [again],
  )
  return (
    <>
      <header class="row">
        <h1 tabIndex={-1}>{say('page.health')}</h1>
        {mayWrite.value && <CheckAll onDone={health.again} />}
      </header>
      <Today today={health.value?.today ?? null} />
      <Read of={health}>
        {({ endpoints, today }) => (
          <section class="card scroll" tabIndex={0} aria-label={say('checks.endpoints')}>
            {endpoints.length === 0 ? (
              <p class="quiet">{say('checks.none')}</p>
            ) : (
              <Endpoints endpoints={endpoints} mostTokens={today.mostTokens} />
            )}
          </section>
        )}
      </Read>
      {/* What comes later would push it down. */}
      {(health.value ?? health.failure) !== null && (
        <section class="card stack" aria-labelledby="check-settings">
          <h2 id="check-settings">{say('checks.settings')}</h2>
          <SettingsForm settings={settingsWhere(({ group }) => group === 'health')} />
        </section>
      )}
      <DraftBar />
    </>
  )
}

/** Looks at every endpoint as the monitor would now. */
function CheckAll({ onDone }: { readonly onDone: () => void }) {
  const [isBusy, setBusy] = useState(false)
  const check = async () => {
    setBusy(true)
    const answer = await write<ProbeAnswer>('POST', 'check')
    setBusy(false)
    if (answer.kind === 'ok') tell(say('checks.done', { count: answer.value.reports.length }))
    else tell(failureText(answer), 'bad')
    onDone()
  }
  return (
    <button type="button" class="push" disabled={isBusy} onClick={() => void check()}>
      {say('checks.all')}
    </button>
  )
}

function Today({ today }: { readonly today: HealthAnswer['today'] | null }) {
  const tokens = today === null ? null : today.tokens.in + today.tokens.out
  return (
    <dl class="figures">
      <Figure
        label={say('checks.today')}
        value={today === null ? null : whole(today.checks)}
        more={today === null ? null : say('checks.since', { time: minuteTime(today.since) })}
      />
      <Figure
        label={say('checks.tokens')}
        value={tokens === null ? null : whole(tokens)}
        more={
          today === null
            ? null
            : say('checks.in-out', { in: whole(today.tokens.in), out: whole(today.tokens.out) })
        }
      />
      <Figure
        label={say('checks.cost')}
        value={today === null ? null : costText(today.cost)}
        more={say('figure.list-price')}
      />
      <Figure
        label={say('checks.budget')}
        value={today === null ? null : whole(today.mostTokens)}
        more={say('checks.budget-meaning')}
      />
    </dl>
  )
}

type Endpoint = HealthAnswer['endpoints'][number]

function Endpoints({
  endpoints,
  mostTokens,
}: {
  readonly endpoints: readonly Endpoint[]
  readonly mostTokens: number
}) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('lane.endpoint')}</th>
          <th scope="col">{say('checks.condition')}</th>
          <th scope="col" class="number wide-only">
            {say('title.score')}
          </th>
          <th scope="col">{say('title.last-check')}</th>
          <th scope="col" class="wide-only">
            {say('title.check-tokens')}
          </th>
        </tr>
      </thead>
      <tbody>
        {endpoints.map((one) => (
          <tr key={one.id}>
            <th scope="row">
              <a href={addressOf('endpoints', one.id)}>{one.name}</a>
            </th>
            <td>
              <Badge tone={TONES[one.score.condition]}>{say(`condition.${one.score.condition}`)}</Badge>
            </td>
            <td class="number wide-only">{tenth(one.score.overall)}</td>
            <td>{lastCheckText(one.lastCheck)}</td>
            <td class="wide-only">
              <span class="share">
                <Meter percent={mostTokens === 0 ? 0 : (one.checkTokens / mostTokens) * 100} />
                <span class="number">{whole(one.checkTokens)}</span>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const TONES = { healthy: 'good', warning: 'warn', unhealthy: 'bad', unknown: 'quiet' } as const

function lastCheckText(check: Endpoint['lastCheck']): string {
  if (check === null) return '–'
  return say('health.ago', { what: say(`verdict.${check.verdict}`), time: lasted(now.value - check.at) })
}
