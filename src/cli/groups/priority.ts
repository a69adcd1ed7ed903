import { InvalidArgumentError, Option, type Command } from 'commander'
import { TIERS } from '../../core/model.ts'
import type { PriorityHistoryFlags } from '../commands/priority/history.ts'
import type { PriorityPolicyFlags } from '../commands/priority/policy.ts'
import type { WantedTier } from '../commands/priority/set.ts'
import type { PrioritySwitchFlags } from '../commands/priority/switch.ts'
import type { Declaring } from '../declare.ts'
import { countOption, DEFAULT_COUNT, settingParser } from '../options.ts'
import type { Say } from '../texts.ts'

/** `qcc priority` and what is below it. */
export function declarePriority(program: Command, declaring: Declaring): void {
  const { run, context } = declaring
  const { say } = context
  const priority = program.command('priority').description(say('priority.description'))
  priority
    .command('set')
    .argument('[profile]')
    .argument('[tier]', say('priority.set.tier'), tierIn(say))
    .description(say('priority.set.description'))
    .action((profile: string | undefined, tier: WantedTier | undefined) =>
      run(async () => (await import('../commands/priority/set.ts')).prioritySet(context, profile, tier)),
    )
  priority
    .command('list')
    .description(say('priority.list.description'))
    .action(() => run(async () => (await import('../commands/priority/list.ts')).priorityList(context)))
  declareSwitch(priority, declaring)
  declareHistory(priority, declaring)
  declarePolicy(priority, declaring)
}

function declareSwitch(priority: Command, { context, run }: Declaring): void {
  const { say } = context
  priority
    .command('switch')
    .argument('[profile]')
    .description(say('priority.switch.description'))
    .option('--reason <text>', say('priority.switch.reason'))
    .option('--only', say('priority.switch.only-flag'))
    .option('--auto', say('priority.switch.auto'))
    .action((profile: string | undefined, flags: PrioritySwitchFlags) =>
      run(async () =>
        (await import('../commands/priority/switch.ts')).prioritySwitch(context, profile, flags),
      ),
    )
}

function declareHistory(priority: Command, { context, run }: Declaring): void {
  const { say } = context
  priority
    .command('history')
    .description(say('priority.history.description'))
    .addOption(countOption(say, 'priority.history.count'))
    .action(({ count = DEFAULT_COUNT }: Partial<PriorityHistoryFlags>) =>
      run(async () => (await import('../commands/priority/history.ts')).priorityHistory(context, { count })),
    )
}

function declarePolicy(priority: Command, { context, run }: Declaring): void {
  const { say } = context
  priority
    .command('policy')
    .description(say('priority.policy.description'))
    .option('--auto-failover', say('setting.failover.auto'))
    .option('--no-auto-failover', say('priority.policy.no-auto-failover'))
    .option('--auto-recovery', say('setting.recovery.auto'))
    .option('--no-auto-recovery', say('priority.policy.no-auto-recovery'))
    .addOption(
      new Option('--failure-threshold <points>', say('setting.circuit.failure-threshold')).argParser(
        settingParser('circuit.failure-threshold', say),
      ),
    )
    .addOption(
      new Option('--cooldown <duration>', say('priority.policy.cooldown')).argParser(
        settingParser('tier.cooldown', say),
      ),
    )
    .addOption(
      new Option('--recovery-checks <count>', say('setting.recovery.checks')).argParser(
        settingParser('recovery.checks', say),
      ),
    )
    .addOption(
      new Option('--strategy <strategy>', say('setting.balancer.strategy')).argParser(
        settingParser('balancer.strategy', say),
      ),
    )
    .action((flags: PriorityPolicyFlags) =>
      run(async () => (await import('../commands/priority/policy.ts')).priorityPolicy(context, flags)),
    )
}

const tierIn =
  (say: Say) =>
  (value: string): WantedTier => {
    const tier = [...TIERS, 'none' as const].find((one) => one === value)
    if (tier !== undefined) return tier
    throw new InvalidArgumentError(say('priority.tier-expected'))
  }
