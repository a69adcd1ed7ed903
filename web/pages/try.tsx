import { useState } from 'preact/hooks'
import type { TryAnswer, TryRequest } from '../../src/admin/contract/try.ts'
import { mayWrite, write } from '../api.ts'
import { say } from '../language.ts'
import { ChoiceField, TextField } from '../parts/field.tsx'
import { failureText } from '../parts/reading.tsx'
import { status } from '../state.ts'
import { inTime } from '../../src/views/lasted.ts'
import { profileOf } from './overview/lane-order.ts'
import { RequestDetail } from './requests/request-detail.tsx'
import { PointHere } from './try/point-here.tsx'
import '../styles/requests.css'
import '../styles/try.css'

/** What came of a try; null before the first. */
type Tried =
  | { readonly kind: 'answer'; readonly answer: TryAnswer }
  | { readonly kind: 'failed'; readonly text: string }
  | null

/** A small message through the proxy as any client would send it, with its way beside it. */
export function Try() {
  const [tried, setTried] = useState<Tried>(null)
  return (
    <>
      <h1 tabIndex={-1}>{say('page.try')}</h1>
      <div class="pair">
        <div class="stack">
          <section class="card stack" aria-label={say('try.message')}>
            <Message onTried={setTried} />
            <div aria-live="polite">{tried !== null && <Outcome tried={tried} />}</div>
          </section>
          <PointHere />
        </div>
        {tried?.kind === 'answer' && tried.answer.request !== '' ? (
          <RequestDetail key={tried.answer.request} id={tried.answer.request} isFixed />
        ) : (
          <p class="card quiet">{say('try.way-here')}</p>
        )}
      </div>
    </>
  )
}

function Message({ onTried }: { readonly onTried: (tried: Tried) => void }) {
  const [profile, setProfile] = useState('')
  const [model, setModel] = useState('')
  const [text, setText] = useState('')
  const [isBusy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    onTried(null)
    const [named, given] = [model.trim(), text.trim()]
    const tried = await sent({
      profile: profile === '' ? null : profile,
      model: named === '' ? null : named,
      text: given === '' ? say('try.example') : given,
    })
    setBusy(false)
    onTried(tried)
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <TextField
        label={say('try.message')}
        rows={3}
        value={text}
        placeholder={say('try.example')}
        isDisabled={!mayWrite.value}
        onInput={setText}
      />
      <div class="try-choices">
        <ProfileChoice profile={profile} onChoose={setProfile} />
        <TextField
          label={say('try.model')}
          value={model}
          placeholder={say('try.model-default')}
          isDisabled={!mayWrite.value}
          onInput={setModel}
        />
      </div>
      <div class="actions">
        <button type="submit" class="main-action" disabled={isBusy || !mayWrite.value}>
          {say(isBusy ? 'try.sending' : 'try.send')}
        </button>
      </div>
    </form>
  )
}

function ProfileChoice(props: { readonly profile: string; readonly onChoose: (name: string) => void }) {
  const names = [...new Set((status.value?.endpoints ?? []).map(({ name }) => profileOf(name)))]
  return (
    <ChoiceField
      label={say('try.profile')}
      value={props.profile}
      isDisabled={!mayWrite.value}
      choices={[{ value: '', text: say('try.root') }, ...names.map((name) => ({ value: name, text: name }))]}
      onChoose={props.onChoose}
    />
  )
}

async function sent(request: TryRequest): Promise<Tried> {
  const answer = await write<TryAnswer>('POST', 'try', request)
  return answer.kind === 'ok'
    ? { kind: 'answer', answer: answer.value }
    : { kind: 'failed', text: failureText(answer) }
}

function Outcome({ tried }: { readonly tried: NonNullable<Tried> }) {
  if (tried.kind === 'failed') {
    return (
      <p class="state" data-tone="bad">
        {tried.text}
      </p>
    )
  }
  const { endpoint, isServed, status: code, text, tookMs } = tried.answer
  const values = { endpoint: endpoint ?? '', status: code, time: inTime(tookMs) }
  return (
    <div class="stack">
      <p class="state" data-tone={isServed ? 'good' : 'bad'}>
        {say(isServed ? 'tried.answered' : endpoint === null ? 'tried.nobody' : 'tried.refused', values)}
      </p>
      <blockquote class="answer">{text}</blockquote>
    </div>
  )
}
