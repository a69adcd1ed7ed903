import { useState } from 'preact/hooks'
import type { EndpointAnswer } from '../../../src/admin/contract/endpoint.ts'
import type { Answer } from '../../api.ts'
import { setDrain, setEnabled } from '../../api.ts'
import { say } from '../../language.ts'
import { Question } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { failureText } from '../../parts/reading.tsx'
import { tell } from '../../parts/toast.tsx'
import { TestNow } from './test-now.tsx'

interface Told {
  readonly answer: EndpointAnswer
  readonly onChanged: () => void
}

/** What a person may do with it. */
export function Actions({ answer, onChanged }: Told) {
  const { enabled, weight } = answer.endpoint
  const [asked, setAsked] = useState<'disable' | 'drain' | 'refill' | null>(null)
  const close = () => {
    setAsked(null)
  }
  return (
    <span class="push row">
      <TestNow endpoint={answer.endpoint} onDone={onChanged} />
      <button
        type="button"
        onClick={() => {
          setAsked(weight === 0 ? 'refill' : 'drain')
        }}
      >
        {say(weight === 0 ? 'endpoint.refill' : 'endpoint.drain')}
      </button>
      {enabled ? (
        <button
          type="button"
          class="grave"
          onClick={() => {
            setAsked('disable')
          }}
        >
          {say('endpoint.disable')}
        </button>
      ) : (
        <button type="button" onClick={() => void takeIn(answer, true).then(onChanged)}>
          {say('endpoint.enable')}
        </button>
      )}
      {asked === 'disable' && <Disable answer={answer} onChanged={onChanged} onClose={close} />}
      {asked === 'drain' && <Drain answer={answer} onChanged={onChanged} onClose={close} />}
      {asked === 'refill' && <Refill answer={answer} onChanged={onChanged} onClose={close} />}
    </span>
  )
}

interface Asked extends Told {
  readonly onClose: () => void
}

function Disable({ answer, onChanged, onClose }: Asked) {
  const { name } = answer.endpoint
  return (
    <Question
      title={say('endpoint.disable-name', { name })}
      action={say('endpoint.disable')}
      isGrave
      onClose={onClose}
      onDo={() => takeIn(answer, false).then(after(onChanged))}
    >
      <p>{say('endpoint.disable-meaning')}</p>
    </Question>
  )
}

function Drain({ answer, onChanged, onClose }: Asked) {
  const { id, name } = answer.endpoint
  const drain = () => done(setDrain({ endpoint: id, on: true }), say('endpoint.drained', { name }))
  return (
    <Question
      title={say('endpoint.drain-name', { name })}
      action={say('endpoint.drain')}
      onClose={onClose}
      onDo={() => drain().then(after(onChanged))}
    >
      <p>{say('endpoint.drain-meaning')}</p>
    </Question>
  )
}

function Refill({ answer, onChanged, onClose }: Asked) {
  const { id, name } = answer.endpoint
  const [weight, setWeight] = useState('100')
  const isFine = /^\d+$/.test(weight) && Number(weight) >= 1 && Number(weight) <= 1_000
  const refill = async () =>
    isFine &&
    done(setDrain({ endpoint: id, on: false, weight: Number(weight) }), say('endpoint.refilled', { name }))
  return (
    <Question
      title={say('endpoint.refill-name', { name })}
      action={say('endpoint.refill')}
      onClose={onClose}
      onDo={() => refill().then(after(onChanged))}
    >
      <TextField
        label={say('endpoint.weight')}
        help={say('endpoint.weight-help')}
        fault={isFine ? undefined : say('endpoint.weight-fault')}
        value={weight}
        onInput={setWeight}
      />
    </Question>
  )
}

const takeIn = ({ endpoint: { id, name } }: EndpointAnswer, on: boolean): Promise<boolean> =>
  done(setEnabled({ endpoint: id, on }), say(on ? 'endpoint.is-enabled' : 'endpoint.is-disabled', { name }))

const after =
  (onChanged: () => void) =>
  (isDone: boolean): boolean => {
    if (isDone) onChanged()
    return isDone
  }

async function done(change: Promise<Answer<unknown>>, text: string): Promise<boolean> {
  const answer = await change
  if (answer.kind === 'ok') tell(text)
  else tell(failureText(answer), 'bad')
  return answer.kind === 'ok'
}
