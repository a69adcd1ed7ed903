import { InvalidArgumentError, Option, type Command } from 'commander'
import { MOST_SHARE_MS } from '../../core/access/login.ts'
import { DURATION_UNITS, measured } from '../../settings/units.ts'
import type { DashboardFlags } from '../commands/dashboard.ts'
import type { Declaring } from '../declare.ts'

const LEAST_S = 60

/** `qcc dashboard`. */
export function declareDashboard(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const share = new Option('--share <duration>', say('login.option.share')).argParser((value) => {
    const seconds = measured(value, DURATION_UNITS)
    if (seconds !== null && seconds >= LEAST_S && seconds * 1_000 <= MOST_SHARE_MS) return seconds
    throw new InvalidArgumentError(say('login.share.expected'))
  })
  const others = (...names: readonly string[]): string[] => [...names, 'share']
  program
    .command('dashboard')
    .description(say('login.description'))
    .addOption(share)
    .option('--no-open', say('login.option.no-open'))
    .addOption(new Option('--shares', say('login.option.shares')).conflicts(others('revoke', 'logOut')))
    .addOption(new Option('--revoke <share>', say('login.option.revoke')).conflicts(others('logOut')))
    .addOption(new Option('--log-out', say('login.option.log-out')).conflicts(others()))
    .action((flags: DashboardFlags) =>
      run(async () => (await import('../commands/dashboard.ts')).dashboard(context, flags)),
    )
}
