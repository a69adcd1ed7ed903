import type { EndpointStatus } from '../../../admin/contract.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { endpointsNamed } from '../../endpoints-named.ts'
import { grouped } from '../../../views/amount-text.ts'
import { checksToday } from '../../../views/checks-today.ts'
import { sumText } from '../../../views/cost-text.ts'
import { lasted } from '../../../views/lasted.ts'
import { verdictText } from '../../probe-text.ts'
import { printJson } from '../../report.ts'
import { runningProxy } from '../../running-proxy.ts'
import { scoreText, weightText } from '../../score-text.ts'
import type { HealthStatusShape } from '../../../views/shapes/health.ts'
import { healthStanding } from '../../../views/health-standing.ts'
import { stateText } from '../../state-text.ts'
import { printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

/** How each endpoint is, by the running proxy: its state, its score, the verdict of the last check, and what checks used. */
export async function healthStatus(context: Context): Promise<void> {
  const { clock, json, output, say } = context
  const { document } = await configurationOf(context)
  endpointsNamed(document, undefined, say)
  const running = await runningProxy(context)
  const { endpoints } = await running.status()
  // What has just ended may not be written yet.
  await running.settle()
  const today = await checksToday(
    clock.now(),
    await context.keptHistory(),
    (await context.settings()).settings,
  )
  if (json) return printJson<HealthStatusShape>(context, { endpoints: endpoints.map(healthStanding), today })
  const titles = [
    ...[say('title.name'), say('title.state'), say('title.score'), say('title.effective-weight')],
    ...[say('title.last-check'), say('title.check-tokens')],
  ]
  await printTable(
    output,
    titles,
    endpoints.map((one) => [
      ...row(one, clock.now(), say),
      `${String(one.checkTokens)} / ${String(today.mostTokens)}`,
    ]),
  )
  const { checks, cost, tokens } = today
  const text = say('health.today', {
    checks,
    tokens: grouped(tokens.in + tokens.out),
    cost: sumText(cost, say),
  })
  for (const line of ['', text]) output.data(line)
}

const row = (one: EndpointStatus, now: number, say: Say): readonly string[] => [
  one.name,
  stateText(one.enabled, one, now, say),
  scoreText(one.score, say),
  weightText(one.effectiveWeight, say),
  one.lastCheck === null
    ? '-'
    : say('health.ago', {
        what: verdictText(one.lastCheck.kind, one.lastCheck.verdict, say),
        time: lasted(now - one.lastCheck.at),
      }),
]
