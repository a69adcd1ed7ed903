import { InvalidArgumentError, Option, type Command } from 'commander'
import { ITEM_STATES, type ItemState } from '../../core/queue/item.ts'
import type { SettingKey } from '../../settings/schema.ts'
import type { QueueClearFlags } from '../commands/queue/clear.ts'
import type { QueueListFlags } from '../commands/queue/list.ts'
import type { QueueRetryFlags } from '../commands/queue/retry.ts'
import type { QueueShowFlags } from '../commands/queue/show.ts'
import type { Declaring } from '../declare.ts'
import { countOption, DEFAULT_COUNT, settingParser } from '../options.ts'
import type { GivenSettings } from '../settings-group.ts'
import type { Say } from '../texts.ts'

/** `qcc queue` and what is below it. */
export function declareQueue(program: Command, declaring: Declaring): void {
  const queue = program.command('queue').description(declaring.context.say('queue.description'))
  declareViews(queue, declaring)
  declareRetry(queue, declaring)
  declareClear(queue, declaring)
  declareConfig(queue, declaring)
}

function declareViews(queue: Command, { context, run }: Declaring): void {
  const { say } = context
  queue
    .command('status')
    .description(say('queue.status.description'))
    .action(() => run(async () => (await import('../commands/queue/status.ts')).queueStatus(context)))
  queue
    .command('list')
    .description(say('queue.list.description'))
    .addOption(countOption(say, 'queue.list.count'))
    .addOption(statesOption(say))
    .action(({ count = DEFAULT_COUNT, state }: Partial<QueueListFlags>) =>
      run(async () => {
        const { queueList } = await import('../commands/queue/list.ts')
        await queueList(context, { count, ...(state === undefined ? {} : { state }) })
      }),
    )
  queue
    .command('show')
    .argument('[item]')
    .description(say('queue.show.description'))
    .option('--body', say('queue.show.body'))
    .action((named: string | undefined, flags: QueueShowFlags) =>
      run(async () => (await import('../commands/queue/show.ts')).queueShow(context, named, flags)),
    )
}

function declareRetry(queue: Command, { context, run }: Declaring): void {
  const { say } = context
  queue
    .command('retry')
    .argument('[item]')
    .description(say('queue.retry.description'))
    .option('--print', say('queue.retry.print'))
    .action((named: string | undefined, flags: QueueRetryFlags) =>
      run(async () => (await import('../commands/queue/retry.ts')).queueRetry(context, named, flags)),
    )
  queue
    .command('retry-all')
    .description(say('queue.retry-all.description'))
    .action(() => run(async () => (await import('../commands/queue/retry.ts')).queueRetryAll(context)))
}

function declareClear(queue: Command, { context, run }: Declaring): void {
  const { say } = context
  const age = new Option('--older-than <duration>', say('queue.clear.older-than'))
  queue
    .command('clear')
    .description(say('queue.clear.description'))
    .addOption(statesOption(say))
    .addOption(age.argParser(settingParser('queue.ttl', say)))
    .action((flags: QueueClearFlags) =>
      run(async () => (await import('../commands/queue/clear.ts')).queueClear(context, flags)),
    )
}

/** `--state`, several of them with commas between, or given again. */
const statesOption = (say: Say): Option =>
  new Option('--state <state>', say('queue.option.state')).argParser(
    (value: string, before: readonly ItemState[] = []) => {
      const states = value.split(',').map((word) => ITEM_STATES.find((one) => one === word.trim()))
      const known = states.filter((one) => one !== undefined)
      if (known.length === states.length) return [...before, ...known]
      throw new InvalidArgumentError(say('queue.state-expected', { expected: ITEM_STATES.join(', ') }))
    },
  )

/** The flag of each setting, as commander names its value. */
const FLAGS = {
  strategy: ['queue.strategy', '--strategy <strategy>'],
  base: ['queue.base', '--base <duration>'],
  maxDelay: ['queue.max-delay', '--max-delay <duration>'],
  maxAttempts: ['queue.max-attempts', '--max-attempts <count>'],
  ttl: ['queue.ttl', '--ttl <duration>'],
  maxItems: ['queue.max-items', '--max-items <count>'],
  maxBytes: ['queue.max-bytes', '--max-bytes <size>'],
} as const satisfies Readonly<Record<string, readonly [SettingKey, string]>>

type Given = Readonly<Partial<Record<keyof typeof FLAGS, string | number>>> & { readonly auto?: boolean }

function declareConfig(queue: Command, { context, run }: Declaring): void {
  const { say } = context
  const command = queue.command('config').description(say('queue.config.description'))
  for (const [key, flag] of Object.values(FLAGS)) {
    command.addOption(new Option(flag, say(`setting.${key}`)).argParser(settingParser(key, say)))
  }
  command
    .option('--auto', say('queue.config.auto'))
    .option('--no-auto', say('queue.config.no-auto'))
    .action((given: Given) =>
      run(async () =>
        (await import('../settings-group.ts')).settingsGroup(context, 'queue', settingsOf(given)),
      ),
    )
}

function settingsOf(given: Given): GivenSettings {
  const named = Object.entries(FLAGS).flatMap(([name, [key]]) => {
    const value = given[name as keyof typeof FLAGS]
    return value === undefined ? [] : [[key, value]]
  })
  const auto = given.auto === undefined ? [] : [['queue.auto', given.auto ? 'on' : 'off']]
  return Object.fromEntries([...named, ...auto]) as GivenSettings
}
