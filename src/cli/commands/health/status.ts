import type { EndpointStatus } from '../../../admin/contract.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { endpointsNamed } from '../../endpoints-named.ts'
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
  const { endpoints } = await (await runningProxy(context)).status()
  if (json) return printJson<HealthStatusShape>(context, { endpoints: endpoints.map(healthStanding) })
  const { 'health.daily-tokens': most } = (await context.settings()).settings
  const titles = [
    ...[say('title.name'), say('title.state'), say('title.score'), say('title.effective-weight')],
    ...[say('title.last-check'), say('title.check-tokens')],
  ]
  await printTable(
    output,
    titles,
    endpoints.map((one) => [...row(one, clock.now(), say), `${String(one.checkTokens)} / ${String(most)}`]),
  )
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
