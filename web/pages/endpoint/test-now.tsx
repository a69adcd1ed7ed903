import { useState } from 'preact/hooks'
import type { EndpointAnswer } from '../../../src/admin/contract/endpoint.ts'
import type { ProbeAnswer } from '../../../src/admin/contract.ts'
import { probe } from '../../api.ts'
import { say } from '../../language.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { failureText } from '../../parts/reading.tsx'
import { tell } from '../../parts/toast.tsx'
import { inTime } from '../../../src/views/lasted.ts'
import { whole } from '../../text/numbers.ts'

type Report = ProbeAnswer['reports'][number]

interface Told {
  readonly endpoint: EndpointAnswer['endpoint']
  readonly onDone: () => void
}

/** Puts a question to it now, and shows what came of that. */
export function TestNow({ endpoint: { id }, onDone }: Told) {
  const [isBusy, setBusy] = useState(false)
  const [report, setReport] = useState<Report | null>(null)
  const test = async () => {
    setBusy(true)
    const answer = await probe({ endpoints: [id], kind: 'conversation' })
    setBusy(false)
    if (answer.kind === 'ok') setReport(answer.value.reports[0] ?? null)
    else tell(failureText(answer), 'bad')
    onDone()
  }
  return (
    <>
      <button type="button" class="main-action" disabled={isBusy} onClick={() => void test()}>
        {say(isBusy ? 'endpoint.testing' : 'endpoint.test')}
      </button>
      {report !== null && (
        <Found
          report={report}
          onClose={() => {
            setReport(null)
          }}
        />
      )}
    </>
  )
}

function Found({ onClose, report }: { readonly report: Report; readonly onClose: () => void }) {
  const { answer, firstContentMs, lines, name, question, result, tokens, totalMs, verdict, why } = report
  const tone = result === 'pass' ? 'good' : result === 'fail' ? 'bad' : 'warn'
  return (
    <Dialog title={say('endpoint.tested', { name })} onClose={onClose}>
      <p class="state" data-tone={tone}>
        {say(`result.${result}`)}: {say(verdict === null ? 'verdict.none' : `verdict.${verdict}`)}
        {why !== '' && ` (${why})`}
      </p>
      <p class="quiet">
        {firstContentMs !== null && `${say('title.first-token')} ${inTime(firstContentMs)} · `}
        {totalMs !== null && `${say('title.total')} ${inTime(totalMs)} · `}
        {say('health.test.tokens', { in: whole(tokens.in), out: whole(tokens.out) })}
      </p>
      {question !== null && (
        <dl class="facts">
          <div>
            <dt>{say('health.test.question')}</dt>
            <dd>{question}</dd>
          </div>
          <div>
            <dt>{say('health.test.answer')}</dt>
            <dd>{answer ?? '–'}</dd>
          </div>
        </dl>
      )}
      <ul class="looked">
        {lines.map(({ isFine, looked, seen }) => (
          <li key={looked}>
            <span class="state" data-tone={isFine === null ? 'quiet' : isFine ? 'good' : 'bad'}>
              {say(`looked.${looked}`)}
            </span>
            <span class="quiet">{seen}</span>
          </li>
        ))}
      </ul>
      <div class="actions">
        <button type="button" onClick={onClose}>
          {say('dash.put-away')}
        </button>
      </div>
    </Dialog>
  )
}
