import { useState } from 'preact/hooks'
import { setDefaultProfile } from '../../../src/core/config/changes.ts'
import {
  defaultProfileOf,
  isReused,
  tieredProfiles,
  type EndpointEntry,
  type Profile,
} from '../../../src/core/config/document.ts'
import { mayWrite } from '../../api.ts'
import { document, step } from '../../draft/draft.ts'
import { refusalText } from '../../draft/refusal-text.ts'
import { say } from '../../language.ts'
import { Badge } from '../../parts/badge.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { tell } from '../../parts/toast.tsx'
import { announced, itemProps, listProps, type Target } from './drag.ts'
import { EndpointDialog } from './endpoint-dialog.tsx'
import { Handle } from './handle.tsx'
import { laneText } from './lane-text.ts'
import {
  LANES,
  namesIn,
  placeEndpoint,
  placeProfile,
  stepOfEndpoint,
  stepOfProfile,
  type LaneName,
} from './moves.ts'
import { ProfileDialog } from './profile-dialog.tsx'

/** What is open above the page. */
export type Opened =
  | { readonly kind: 'profile'; readonly name: string | null; readonly lane: LaneName }
  | { readonly kind: 'endpoint'; readonly profile: string; readonly id: string | null }

/** Profiles by tier, with their endpoints; all of it can be moved. */
export function Arrangement() {
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => {
    setOpened(null)
  }
  return (
    <>
      <p class="out-of-sight" aria-live="assertive">
        {announced.value}
      </p>
      {document.value.profiles.length === 0 && <p class="quiet">{say('config.empty')}</p>}
      <div class="arrangement">
        {LANES.map((lane) => (
          <Lane key={lane} lane={lane} onOpen={setOpened} />
        ))}
      </div>
      <DefaultProfile />
      {opened?.kind === 'profile' && <ProfileDialog {...opened} onClose={close} />}
      {opened?.kind === 'endpoint' && <EndpointDialog {...opened} onClose={close} />}
    </>
  )
}

type Open = (opened: Opened) => void

function Lane({ lane, onOpen }: { readonly lane: LaneName; readonly onOpen: Open }) {
  const names = namesIn(document.value, lane)
  return (
    <section class="card config-lane" aria-label={laneText(lane)}>
      <header class="row">
        <h2>{laneText(lane)}</h2>
        {mayWrite.value && (
          <button
            type="button"
            aria-label={`${say('config.add-profile')}: ${laneText(lane)}`}
            class="plain push"
            onClick={() => {
              onOpen({ kind: 'profile', name: null, lane })
            }}
          >
            {say('config.add-profile')}
          </button>
        )}
      </header>
      <ol class="profiles" {...listProps('profile', lane)}>
        {names.map((name) => {
          const profile = document.value.profiles.find((one) => one.name === name)
          return profile === undefined ? null : (
            <ProfileCard key={name} profile={profile} lane={lane} onOpen={onOpen} />
          )
        })}
        {names.length === 0 && <li class="quiet nothing">{say('config.lane-empty')}</li>}
      </ol>
    </section>
  )
}

function ProfileCard(props: { readonly profile: Profile; readonly lane: LaneName; readonly onOpen: Open }) {
  const { lane, onOpen, profile } = props
  const { description, endpoints, name, strategy } = profile
  return (
    <li class="profile-card" {...itemProps('profile', lane, name)}>
      <div class="row">
        {mayWrite.value && (
          <Handle
            what={{ kind: 'profile', name }}
            name={name}
            onStep={(by) => {
              const change = stepOfProfile(document.value, name, by)
              if (change !== null) taken(step(change), () => placeOfProfile(name))
            }}
            onDrop={(target) => {
              moveProfile(name, target)
            }}
          />
        )}
        <h3>{name}</h3>
        {strategy !== undefined && <Badge tone="quiet">{strategy}</Badge>}
        {description !== undefined && <span class="quiet">{description}</span>}
        {mayWrite.value && (
          <span class="push row">
            <button
              type="button"
              aria-label={`${say('config.edit')}: ${name}`}
              class="plain"
              onClick={() => {
                onOpen({ kind: 'profile', name, lane: 'none' })
              }}
            >
              {say('config.edit')}
            </button>
            <button
              type="button"
              aria-label={`${say('config.add-endpoint')}: ${name}`}
              class="plain"
              onClick={() => {
                onOpen({ kind: 'endpoint', profile: name, id: null })
              }}
            >
              {say('config.add-endpoint')}
            </button>
          </span>
        )}
      </div>
      <ol class="entries" {...listProps('endpoint', name)}>
        {endpoints.map((entry) => (
          <Entry key={entry.id} entry={entry} profile={name} onOpen={onOpen} />
        ))}
        {endpoints.length === 0 && <li class="quiet nothing">{say('config.profile-empty')}</li>}
      </ol>
    </li>
  )
}

function Entry(props: { readonly entry: EndpointEntry; readonly profile: string; readonly onOpen: Open }) {
  const { entry, onOpen, profile } = props
  const { enabled, id, name, weight } = entry
  return (
    <li class="row entry" {...itemProps('endpoint', profile, id)}>
      {mayWrite.value && (
        <Handle
          what={{ kind: 'endpoint', id }}
          name={`${profile}/${name}`}
          onStep={(by) => {
            const change = stepOfEndpoint(document.value, id, by)
            if (change !== null) taken(step(change), () => placeOfEndpoint(id))
          }}
          onDrop={(target) => {
            moveEndpoint(id, target)
          }}
        />
      )}
      <b>{name}</b>
      <span class="quiet entry-where">
        {isReused(entry) ? say('config.reuses', { name: entry.from }) : entry.baseUrl}
      </span>
      {!enabled && <Badge tone="warn">{say('evidence.disabled')}</Badge>}
      <span class="push row">
        <span class="quiet">{say('config.weight', { weight })}</span>
        {mayWrite.value && (
          <button
            type="button"
            aria-label={`${say('config.edit')}: ${profile}/${name}`}
            class="plain"
            onClick={() => {
              onOpen({ kind: 'endpoint', profile, id })
            }}
          >
            {say('config.edit')}
          </button>
        )}
      </span>
    </li>
  )
}

/** Who serves the root URL while no profile has a tier; nothing to say once one has. */
function DefaultProfile() {
  const { value } = document
  if (value.profiles.length === 0 || tieredProfiles(value).length > 0) return null
  return (
    <div class="card">
      <ChoiceField
        label={say('config.default')}
        help={say('config.default-meaning')}
        isDisabled={!mayWrite.value}
        value={defaultProfileOf(value)?.name ?? ''}
        choices={value.profiles.map(({ name }) => ({ value: name, text: name }))}
        onChoose={(name) => {
          step(setDefaultProfile(name), 'default profile')
        }}
      />
    </div>
  )
}

function moveProfile(name: string, { before, list }: Target): void {
  const lane = LANES.find((one) => one === list) ?? 'none'
  const index = placeIn(namesIn(document.value, lane), name, before)
  taken(step(placeProfile(name, lane, index)), () => placeOfProfile(name))
}

function moveEndpoint(id: string, { before, list }: Target): void {
  const endpoints = document.value.profiles.find(({ name }) => name === list)?.endpoints ?? []
  const index = placeIn(
    endpoints.map((one) => one.id),
    id,
    before,
  )
  taken(step(placeEndpoint(id, list, index)), () => placeOfEndpoint(id))
}

/** Among the others. */
function placeIn(names: readonly string[], name: string, before: string | null): number {
  const others = names.filter((one) => one !== name)
  return before === null ? others.length : others.indexOf(before)
}

function taken(refusal: ReturnType<typeof step>, where: () => string): void {
  if (refusal === null) announced.value = where()
  else tell(refusalText(refusal), 'bad')
}

function placeOfProfile(name: string): string {
  const lane = LANES.find((one) => namesIn(document.value, one).includes(name)) ?? 'none'
  const names = namesIn(document.value, lane)
  return say('move.placed', {
    name,
    list: laneText(lane),
    place: names.indexOf(name) + 1,
    count: names.length,
  })
}

function placeOfEndpoint(id: string): string {
  for (const { endpoints, name } of document.value.profiles) {
    const at = endpoints.findIndex((one) => one.id === id)
    if (at >= 0)
      return say('move.placed', {
        name: endpoints[at]?.name ?? '',
        list: name,
        place: at + 1,
        count: endpoints.length,
      })
  }
  return ''
}
