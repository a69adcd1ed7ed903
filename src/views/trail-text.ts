/** The trail of a request, told to a person. */
import type { Against, AttemptStep, Considered, Trail, TrailStep } from '../ports/trail.ts'
import { inTime, lasted } from './lasted.ts'
import { localTime } from './local-time.ts'
import { newsText } from './news-text.ts'
import { pairLines } from './pair-lines.ts'
import { receiptLines } from './receipt-text.ts'
import { sizeText } from './size-text.ts'
import type { Say } from '../i18n/say.ts'

type Pair = readonly [label: string, text: string]

/** All of it, in lines. */
export async function trailLines(trail: Trail, say: Say): Promise<readonly string[]> {
  const steps = trail.steps.flatMap((step) => stepLines(step, trail, say))
  return [
    ...(await pairLines(askedPairs(trail, say))),
    '',
    ...steps,
    ...(steps.length > 0 ? [''] : []),
    ...(await pairLines(endPairs(trail, say))),
  ]
}

/** What was asked, a pair a line. */
function askedPairs(trail: Trail, say: Say): readonly Pair[] {
  const { agent, arrivedAt, bytes, configuration, fence, method, model, path, request, session, stream } =
    trail
  const size = bytes === 0 ? null : sizeText(bytes)
  const what = [`${method} ${path}`, model, stream ? say('explain.stream') : null, size]
  const scope = fence === null ? 'explain.root' : 'explain.fenced'
  const whose = agent === null ? session : say('explain.agent', { session: session ?? '', agent })
  return [
    [say('title.request'), request],
    [say('title.when'), localTime(arrivedAt)],
    [say('title.asked'), what.filter((part) => part !== null).join(' · ')],
    ...(whose === null ? [] : [[say('title.session'), whose] as const]),
    [say('title.scope'), say(scope, { profile: fence ?? '', configuration })],
  ]
}

/** How it ended, a pair a line. */
function endPairs(trail: Trail, say: Say): readonly Pair[] {
  const { attempts, contentAfterMs, ending, endpoint, status, tookMs } = trail
  const values = { attempts, endpoint: endpoint ?? '', status: status ?? '-' }
  const how = say(endpoint === null ? `ending.${ending}` : `ending.${ending}-by`, values)
  const times = [
    contentAfterMs === null ? null : say('explain.content-after', { time: inTime(contentAfterMs) }),
    say('explain.took', { time: inTime(tookMs) }),
  ]
  return [
    [say('title.result'), how],
    [say('title.time'), times.filter((part) => part !== null).join(' · ')],
  ]
}

/** One step, in lines: what happened when, and below it why. */
function stepLines(step: TrailStep, trail: Trail, say: Say): readonly string[] {
  const at = trail.arrivedAt + step.afterMs
  const others = step.considered.filter(
    ({ endpoint }) => step.kind !== 'attempt' || endpoint !== step.endpoint,
  )
  return [
    `+${inTime(step.afterMs)}  ${headline(step, say)}`,
    ...others.map(
      (one) => `    ${say('explain.other', { endpoint: one.endpoint, no: againstText(one, at, say) })}`,
    ),
    ...(step.kind === 'attempt' ? attemptLines(step, trail, say).map((line) => `  → ${line}`) : []),
  ]
}

function headline(step: TrailStep, say: Say): string {
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

function attemptLines(step: AttemptStep, trail: Trail, say: Say): readonly string[] {
  const startedAt = trail.arrivedAt + step.afterMs
  const { contentMs, headMs, model, news, outcome, requestId, sentMs, tookMs, why } = step
  const times: readonly (string | null)[] = [
    sentMs === null ? null : say('explain.connected', { time: inTime(sentMs) }),
    headMs === null ? null : say('explain.headers', { time: inTime(headMs) }),
    contentMs === null ? null : say('explain.content', { time: inTime(contentMs) }),
    contentMs === null || headMs === null ? null : say('explain.held', { time: inTime(contentMs - headMs) }),
    say('explain.end', { time: inTime(tookMs) }),
  ]
  const what = say(`outcome.${outcome}`)
  return [
    why === '' ? what : `${what} (${why})`,
    times.filter((part) => part !== null).join(' · '),
    ...(model === null ? [] : [say('explain.sent-model', { model })]),
    ...(requestId === null ? [] : [say('explain.request-id', { id: requestId })]),
    ...receiptLines(step, trail, say),
    ...news.map((one) => newsText(one, startedAt + tookMs, say)),
  ]
}

function againstText({ no }: Considered, at: number, say: Say): string {
  if (no === null) return say('explain.could-have')
  const until = untilOf(no)
  const back = until === null ? say('state.back-unknown') : say('state.back-in', { time: lasted(until - at) })
  if (no.kind === 'tier-cooling' && until === null) return say('state.tier-left')
  if (no.kind !== 'benched') return say(`state.${no.kind}`, { back })
  const values = { reason: say(`bench.${no.reason}`), model: no.model ?? '', back }
  return say(no.model === null ? 'state.benched' : 'state.benched-model', values)
}

const untilOf = (no: Against): number | null => ('until' in no ? no.until : null)
