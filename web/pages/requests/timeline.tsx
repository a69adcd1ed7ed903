import type { RequestAnswer } from '../../../src/admin/contract/requests.ts'
import { say } from '../../language.ts'
import { inTime } from '../../../src/views/lasted.ts'
import { Attempt } from './attempt.tsx'
import { Considered } from './considered.tsx'

type Step = RequestAnswer['steps'][number]

/** Everything that happened to a request, in order; the bars stand where it happened in its time. */
export function Timeline({ trail }: { readonly trail: RequestAnswer }) {
  return (
    <section aria-label={say('detail.way')}>
      <Key />
      <ol class="timeline">
        {trail.steps.map((step, index) => (
          <li key={index} data-kind={step.kind}>
            <p class="step-head">
              <span class="step-at">+{inTime(step.afterMs)}</span> <b>{headline(step)}</b>
            </p>
            <Track step={step} tookMs={trail.tookMs} />
            {step.kind === 'attempt' && <Attempt step={step} trail={trail} />}
            <Considered step={step} arrivedAt={trail.arrivedAt} />
          </li>
        ))}
        <li data-kind="end">
          <p class="step-head">
            <span class="step-at">+{inTime(trail.tookMs)}</span> <b>{say('detail.over')}</b>
          </p>
        </li>
      </ol>
    </section>
  )
}

function headline(step: Step): string {
  switch (step.kind) {
    case 'attempt':
      return say('explain.attempt', { endpoint: step.endpoint, because: say(`because.${step.because}`) })
    case 'wait':
      return say(`explain.wait-${step.why}`, { time: inTime(step.tookMs) })
    case 'nobody':
      return say('explain.nobody')
    case 'queue':
      return say(`explain.queue-${step.what}`, { item: step.item ?? '' })
  }
}

/** What the parts of the bars mean. */
function Key() {
  return (
    <ul class="track-key" aria-hidden="true">
      {(['connect', 'wait', 'hold', 'pass'] as const).map((part) => (
        <li key={part} data-part={part}>
          {say(`part.${part}`)}
        </li>
      ))}
    </ul>
  )
}

/** A bar for what takes time. What it says stands below it in words. */
function Track({ step, tookMs }: { readonly step: Step; readonly tookMs: number }) {
  if (step.kind !== 'attempt' && step.kind !== 'wait') return null
  const share = (ms: number) => `${String((ms / Math.max(1, tookMs)) * 100)}%`
  const ends = step.kind === 'wait' ? [] : partsOf(step)
  return (
    <div class="track" aria-hidden="true">
      <div class="track-bar" style={{ marginLeft: share(step.afterMs), width: share(step.tookMs) }}>
        {ends.map(({ part, ms }) => (
          <span key={part} data-part={part} style={{ flexGrow: String(ms) }} />
        ))}
      </div>
    </div>
  )
}

type AttemptStep = Extract<Step, { readonly kind: 'attempt' }>

/** Until it was connected, until its headers came, held back until the first content, passed on from then. */
function partsOf({ contentMs, headMs, sentMs, tookMs }: AttemptStep) {
  const ends = [
    { part: 'connect', at: sentMs ?? tookMs },
    { part: 'wait', at: headMs ?? tookMs },
    { part: 'hold', at: contentMs ?? tookMs },
    { part: 'pass', at: tookMs },
  ]
  return ends.map(({ at, part }, index) => ({ part, ms: Math.max(0, at - (ends[index - 1]?.at ?? 0)) }))
}
