import { useState } from 'preact/hooks'
import { SettingsForm, settingsWhere } from '../../draft/setting-field.tsx'
import { say } from '../../language.ts'
import { TextField } from '../../parts/field.tsx'
import { NotifyTest } from './notify-test.tsx'

/** Those that people change, first. */
const GROUPS = [
  ...([
    'failover',
    'recovery',
    'tier',
    'circuit',
    'balancer',
    'affinity',
    'hold',
    'attempts',
    'timeout',
    'gate',
  ] as const),
  ...([
    'queue',
    'health',
    'proxy',
    'dashboard',
    'notify',
    'claude',
    'body',
    'room',
    'trail',
    'versions',
  ] as const),
  ...(['log', 'sync', 'otlp'] as const),
]

/** Every setting there is, as forms. */
export function Settings() {
  const [sought, setSought] = useState('')
  const fits = sought.trim().toLowerCase()
  const found = settingsWhere(({ description, key }) => `${key} ${description}`.toLowerCase().includes(fits))
  const known = GROUPS.filter((name) => found.some(({ group }) => group === name))
  const others = [...new Set(found.map(({ group }) => group))].filter(
    (name) => !GROUPS.some((one) => one === name),
  )
  return (
    <>
      <TextField type="search" label={say('settings.seek')} value={sought} onInput={setSought} />
      {found.length === 0 && <p class="quiet">{say('settings.none')}</p>}
      {[...known, ...others].map((name) => (
        <section key={name} class="card stack" aria-labelledby={`group-${name}`}>
          <h2 id={`group-${name}`}>{groupText(name)}</h2>
          <SettingsForm settings={found.filter(({ group }) => group === name)} />
          {name === 'notify' && <NotifyTest />}
        </section>
      ))}
    </>
  )
}

/** A group of a newer proxy has its own name. */
function groupText(name: string): string {
  const known = GROUPS.find((one) => one === name)
  return known === undefined ? name : say(`group.${known}`)
}
