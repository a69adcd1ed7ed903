import { useState } from 'preact/hooks'
import type { NotifyAnswer, NotifyRequest } from '../../../src/admin/contract/notify.ts'
import { mayWrite, write, type Answer } from '../../api.ts'
import { say } from '../../language.ts'
import { failureText } from '../../parts/reading.tsx'

type Tried = NotifyAnswer['tried'][number]

/** Sends a test message to every channel that is set up, and says of each whether it arrived. */
export function NotifyTest() {
  const [answer, setAnswer] = useState<Answer<NotifyAnswer> | null>(null)
  const [isBusy, setBusy] = useState(false)
  if (!mayWrite.value) return null
  const send = async () => {
    setBusy(true)
    setAnswer(await write<NotifyAnswer>('POST', 'notify', { channel: null } satisfies NotifyRequest))
    setBusy(false)
  }
  return (
    <div class="stack">
      <p class="row">
        <button type="button" disabled={isBusy} onClick={() => void send()}>
          {say('settings.notify-test')}
        </button>
        <span class="quiet">{say('settings.notify-saved')}</span>
      </p>
      <div role="status">{answer !== null && <Came answer={answer} />}</div>
    </div>
  )
}

function Came({ answer }: { readonly answer: Answer<NotifyAnswer> }) {
  if (answer.kind !== 'ok') return <Line tone="bad" text={failureText(answer)} />
  const { tried } = answer.value
  if (tried.length === 0) return <Line tone="warn" text={say('settings.notify-nowhere')} />
  return (
    <ul>
      {tried.map((one) => (
        <li key={one.channel}>
          <Line tone={one.sent ? 'good' : 'bad'} text={triedText(one)} />
        </li>
      ))}
    </ul>
  )
}

const Line = ({ text, tone }: { readonly text: string; readonly tone: 'good' | 'warn' | 'bad' }) => (
  <span class="state" data-tone={tone}>
    {text}
  </span>
)

const triedText = ({ channel, fault }: Tried): string =>
  fault === null
    ? say('notify.test.sent', { channel })
    : say('notify.test.failed', { channel, why: say(`notify-fault.${fault.code}`, fault.values) })
