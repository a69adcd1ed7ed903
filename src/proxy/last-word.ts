import type { ComeBack, FinalAnswer, Ledger, NobodyServed, Reason } from '../core/failover/final-answer.ts'
import { AppError } from '../errors/app-error.ts'
import type { Ended, Failed } from './ended.ts'
import type { Job } from './job.ts'
import { breakLate, passLate, refuseLate } from './late-word.ts'
import { marks } from './marks.ts'
import { respond } from './respond.ts'

/** What is known besides the failures. */
export interface Known extends Omit<Ledger<Failed>, 'failures'> {
  /** Of the whole request. */
  readonly attempts: number
  /** Epoch ms. */
  readonly now: number
  /** Why there is no endpoint at all. */
  readonly noEndpoint: string
  /** What a person said that keeps others from being asked; null when nothing does. */
  readonly restriction: string | null
}

/** Tells the client `answer`, since nobody served. */
export function lastWord(job: Job, answer: FinalAnswer<Failed>, known: Known): Ended {
  const { attempts } = known
  if (answer.kind === 'its-own' && answer.of.held !== null) {
    const { endpoint, held } = answer.of
    if (job.client.isEarly) return { ...passLate(job, answer.of, held), endpoint, attempts }
    const status = answer.asUnavailable ? SERVICE_UNAVAILABLE : held.status
    job.client.send(status, [...held.headers, ...marks(job, endpoint, attempts)], held.body)
    return { ending: 'passed', status, endpoint, attempts }
  }
  const { code, comeBack, reasons } = answer.kind === 'ours' ? answer : NOTHING_TO_SAY
  const said =
    code === 'no-endpoint' ? known.noEndpoint : message(HEADLINES[code], reasons, known.now, comeBack)
  const told = known.restriction === null ? said : `${said} ${known.restriction}`
  if (job.client.isEarly) {
    const end = comeBack === 'never' ? refuseLate(job, told) : breakLate(job)
    return { ...end, endpoint: null, attempts }
  }
  const error = new AppError(code, told)
  const status = respond(job.client, error, job.id, {
    ...retryAfter(comeBack),
    marks: marks(job, null, attempts),
  })
  return { ending: 'refused', status, endpoint: null, attempts }
}

/** Absent: the status says it all. */
function retryAfter(comeBack: ComeBack): { readonly retryAfterS?: number | null } {
  if (comeBack === 'at-its-own-pace') return {}
  return { retryAfterS: comeBack === 'never' ? null : comeBack }
}

const NOTHING_TO_SAY = { code: 'all-out', reasons: [], comeBack: 'never' } as const
const SERVICE_UNAVAILABLE = 503

const HEADLINES: Readonly<Record<Exclude<NobodyServed, 'no-endpoint'>, string>> = {
  'all-limited': 'Every endpoint is at its rate limit',
  'all-out': 'No endpoint could serve this request',
  'all-too-slow': 'No endpoint answered in time',
  'no-network': 'This machine seems to have no network',
  'model-nowhere': 'No endpoint serves this model',
  'no-balance': 'No endpoint has balance left',
  'no-credential': 'No endpoint accepts its key',
}

function message(
  headline: string,
  reasons: readonly Reason<Failed>[],
  now: number,
  comeBack: ComeBack,
): string {
  const asked = reasons.filter(({ no }) => no?.kind !== 'failover-off')
  const said = asked.map((reason) => `${reason.endpoint}: ${whyOf(reason)}${backIn(reason.returnsAt, now)}`)
  const next = typeof comeBack === 'number' ? ` Worth another try in ${String(comeBack)} s.` : ''
  return `${headline}${said.length === 0 ? '' : ` (${said.join('; ')})`}.${next}`
}

function whyOf({ failure, no }: Reason<Failed>): string {
  if (failure !== null) return failure.why
  if (no?.kind === 'benched') return `benched for ${no.bench.reason}`
  return no?.kind ?? 'not asked'
}

const backIn = (at: number | null, now: number): string =>
  at === null || at <= now ? '' : `, back in ${String(Math.ceil((at - now) / 1_000))} s`
