import type { CheckKind } from '../../../core/health/check.ts'
import { AppError } from '../../../errors/app-error.ts'
import type { ProbeReport } from '../../../ports/probing.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { costOfCheck } from '../../../views/cost-of-check.ts'
import { costText } from '../../../views/cost-text.ts'
import { endpointsNamed } from '../../endpoints-named.ts'
import { findingText, reasonText, verdictText } from '../../probe-text.ts'
import { askProber } from '../../prober.ts'
import { printJson } from '../../report.ts'
import type { HealthTestShape } from '../../../views/shapes/health-test.ts'
import { printPairs, printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

export interface HealthTestFlags {
  readonly verbose?: boolean
  readonly deep?: boolean
}

/** Asks endpoints a question now, all at once: by the running proxy, or without one. */
export async function healthTest(
  context: Context,
  named: string | undefined,
  flags: HealthTestFlags,
): Promise<void> {
  const { json, output, say } = context
  const { document } = await configurationOf(context)
  const entries = endpointsNamed(document, named, say)
  const kind: CheckKind = flags.deep === true ? 'deep' : 'conversation'
  const { byProxy, endpoints } = await askProber(context, (prober) =>
    Promise.all(
      entries.map(async ({ entry, profile }) => {
        const name = `${profile.name}/${entry.name}`
        output.note(say('probe.under-way', { name }))
        output.flush()
        const report = await prober.test(entry.id, kind)
        output.note(say('probe.found', { name, finding: findingText(report, say) }))
        return report
      }),
    ),
  )
  if (json) printJson<HealthTestShape>(context, { byProxy, endpoints })
  else await printReports(context, endpoints, flags.verbose === true || flags.deep === true)
  refuseFailed(context, endpoints)
}

/** One check of every endpoint, as the monitor would make it now: whether it is there, and a question where that decides something. */
export async function healthCheck(context: Context): Promise<void> {
  const { document } = await configurationOf(context)
  endpointsNamed(document, undefined, context.say)
  const { byProxy, endpoints } = await askProber(context, (prober) => prober.round())
  if (context.json) printJson<HealthTestShape>(context, { byProxy, endpoints })
  else await printReports(context, endpoints, false)
  refuseFailed(context, endpoints)
}

function refuseFailed({ say }: Context, reports: readonly ProbeReport[]): void {
  const failed = reports.filter(({ result }) => result === 'fail').map(({ name }) => name)
  if (failed.length === 0) return
  throw new AppError('unhealthy', say('endpoint.test.failed', { names: failed.join(', ') }))
}

async function printReports(
  { output, say }: Context,
  reports: readonly ProbeReport[],
  isVerbose: boolean,
): Promise<void> {
  const titles = [
    ...[say('title.endpoint'), say('title.result'), say('title.first-token'), say('title.total')],
    ...[say('title.token-rate'), say('title.quality'), say('title.verdict')],
  ]
  await printTable(
    output,
    titles,
    reports.map((report) => row(report, say)),
  )
  for (const report of reports) {
    if (report.verdict === 'model-missing') output.note(say('health.test.model-hint', { name: report.name }))
    const shown = isVerbose ? details(report, say) : []
    if (shown.length === 0) continue
    output.data('')
    output.data(output.heading(report.name))
    await printPairs(output, shown, '  ')
  }
}

const row = (report: ProbeReport, say: Say): readonly string[] => [
  report.name,
  say(`result.${report.result}`),
  msText(report.firstContentMs),
  msText(report.totalMs),
  rateText(report),
  report.quality === null ? '-' : String(report.quality),
  reasonText(report, say) || verdictText(report.kind, 'ok', say),
]

const msText = (ms: number | null): string => (ms === null ? '-' : `${String(Math.round(ms))} ms`)

/** Tokens a second from the first content on; too few, or too fast to be measured, is none. */
function rateText({ firstContentMs, tokens, totalMs }: ProbeReport): string {
  const ms = (totalMs ?? 0) - (firstContentMs ?? Infinity)
  return tokens.out > 1 && ms >= 1 ? `${((tokens.out * 1_000) / ms).toFixed(1)}/s` : '-'
}

function details(report: ProbeReport, say: Say): readonly (readonly [string, string])[] {
  const { answer, lines, model, modelNamed, question, tokens } = report
  const marks = new Map([
    [true, '✓'],
    [false, '✗'],
    [null, '?'],
  ])
  return [
    ...pair(say('health.test.question'), question),
    ...pair(say('health.test.answer'), answer),
    ...lines.map(({ isFine, looked, seen }) => {
      return [say(`looked.${looked}`), `${marks.get(isFine) ?? '?'} ${seen}`.trim()] as const
    }),
    ...pair(say('title.model'), model),
    ...(tokens.in + tokens.out === 0
      ? []
      : [
          [say('health.test.usage'), say('health.test.tokens', { in: tokens.in, out: tokens.out })] as const,
          [say('health.test.cost'), costText(costOfCheck(report, modelNamed ?? model), say)] as const,
        ]),
  ]
}

const pair = (label: string, text: string | null): readonly (readonly [string, string])[] =>
  text === null ? [] : [[label, text]]
