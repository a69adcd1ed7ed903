import { InvalidArgumentError, type Command } from 'commander'
import { TIERS } from '../../core/model.ts'
import type { WantedTier } from '../commands/priority/set.ts'
import type { Declaring } from '../declare.ts'
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
}

const tierIn =
  (say: Say) =>
  (value: string): WantedTier => {
    const tier = [...TIERS, 'none' as const].find((one) => one === value)
    if (tier !== undefined) return tier
    throw new InvalidArgumentError(say('priority.tier-expected'))
  }
