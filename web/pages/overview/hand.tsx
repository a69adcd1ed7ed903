import { useState } from 'preact/hooks'
import type { ProxyStatus, SwitchRequest } from '../../../src/admin/contract.ts'
import { mayWrite, switchTo } from '../../api.ts'
import { say } from '../../language.ts'
import { Question } from '../../parts/dialog.tsx'
import { SwitchField, TextField } from '../../parts/field.tsx'
import { failureText } from '../../parts/reading.tsx'
import { Ago } from '../../parts/time.tsx'
import { tell } from '../../parts/toast.tsx'
import { addressOf } from '../../router.ts'
import { status } from '../../state.ts'
import { clockTime } from '../../text/times.ts'

/** Who was put first by hand, and what the last switch was. */
export function HandLine({ status: { tiers } }: { readonly status: ProxyStatus }) {
  const { hand, lastSwitch } = tiers
  return (
    <div class="row hand-line">
      {hand !== null && <Hand hand={hand} />}
      {hand === null && !tiers.autoFailover && (
        <span class="state" data-tone="warn">
          {say('hand.failover-off')}
        </span>
      )}
      <span class="quiet push">
        {lastSwitch === null ? (
          say('hand.no-switch')
        ) : (
          <>
            {say('hand.last-switch', {
              from: placeText(lastSwitch.from),
              to: placeText(lastSwitch.to),
              cause: say(`cause.${lastSwitch.cause}`),
            })}{' '}
            <a href={addressOf('history')}>
              <Ago at={lastSwitch.at} />
            </a>
          </>
        )}
      </span>
    </div>
  )
}

function placeText(place: { readonly place: string; readonly profiles: readonly string[] } | null): string {
  if (place === null) return say('place.none')
  return place.place === 'hand' || place.place === 'default' ? place.profiles.join(', ') : place.place
}

function Hand({ hand }: { readonly hand: NonNullable<ProxyStatus['tiers']['hand']> }) {
  const { only, profile, reason, since } = hand
  const why = reason === null ? '' : say('hand.reason', { reason })
  return (
    <>
      <span class="state" data-tone="warn">
        {say(only ? 'hand.only' : 'hand.first', { name: profile, time: clockTime(since) })}
        {why}
      </span>
      {mayWrite.value && (
        <button type="button" onClick={() => void change(null)}>
          {say('hand.give-back')}
        </button>
      )}
    </>
  )
}

/** Puts a profile first, after asking how. */
export function HandButton({ profile }: { readonly profile: string }) {
  const [isAsked, setAsked] = useState(false)
  if (status.value?.tiers.hand?.profile === profile) return null
  return (
    <>
      <button
        type="button"
        class="plain"
        onClick={() => {
          setAsked(true)
        }}
      >
        {say('hand.put')}
        <span class="out-of-sight">: {profile}</span>
      </button>
      {isAsked && (
        <HandQuestion
          profile={profile}
          onClose={() => {
            setAsked(false)
          }}
        />
      )}
    </>
  )
}

function HandQuestion({ onClose, profile }: { readonly profile: string; readonly onClose: () => void }) {
  const [only, setOnly] = useState(false)
  const [reason, setReason] = useState('')
  const hand = { profile, only, reason: reason.trim() === '' ? null : reason.trim() }
  return (
    <Question
      title={say('hand.put-name', { name: profile })}
      action={say('hand.put')}
      onClose={onClose}
      onDo={() => change(hand)}
    >
      <p>{say('hand.meaning')}</p>
      <SwitchField
        label={say('hand.only-it')}
        help={say('hand.only-meaning')}
        isOn={only}
        onSwitch={setOnly}
      />
      <TextField label={say('hand.why')} value={reason} onInput={setReason} />
    </Question>
  )
}

async function change(hand: SwitchRequest['hand']): Promise<boolean> {
  const answer = await switchTo({ hand })
  if (answer.kind !== 'ok') tell(failureText(answer), 'bad')
  else tell(hand === null ? say('hand.given-back') : say('hand.is-first', { name: hand.profile }))
  return answer.kind === 'ok'
}
