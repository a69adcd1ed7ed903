import { Option, type Command } from 'commander'
import type { HealthHistoryFlags } from '../commands/health/history.ts'
import type { HealthMetricsFlags } from '../commands/health/metrics.ts'
import type { Declaring } from '../declare.ts'
import { countOption, DEFAULT_COUNT, settingParser } from '../options.ts'
import { declareChecks } from './health-checks.ts'

const DAY_S = 86_400

/** `qcc health` and what is below it. */
export function declareHealth(program: Command, declaring: Declaring): void {
  const { context, run } = declaring
  const { say } = context
  const health = program.command('health').description(say('health.description'))
  declareChecks(health, declaring)
  health
    .command('status')
    .description(say('health.status.description'))
    .action(() => run(async () => (await import('../commands/health/status.ts')).healthStatus(context)))
  const since = new Option('--since <duration>', say('health.metrics.since'))
  health
    .command('metrics')
    .argument('[endpoint]')
    .description(say('health.metrics.description'))
    .addOption(since.argParser(settingParser('health.stale', say)))
    .action((named: string | undefined, flags: Partial<HealthMetricsFlags>) =>
      run(async () => {
        const { healthMetrics } = await import('../commands/health/metrics.ts')
        await healthMetrics(context, named, { since: flags.since ?? DAY_S })
      }),
    )
  health
    .command('history')
    .argument('[endpoint]')
    .description(say('health.history.description'))
    .addOption(countOption(say, 'health.history.count'))
    .action((named: string | undefined, { count = DEFAULT_COUNT }: Partial<HealthHistoryFlags>) =>
      run(async () =>
        (await import('../commands/health/history.ts')).healthHistory(context, named, { count }),
      ),
    )
}
