/** Commands that look at requests, and make one. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import { ENDINGS } from '../../views/endings.ts'
import { DURATION_UNITS, measured } from '../../settings/units.ts'
import type { RequestsFlags } from '../commands/requests.ts'
import type { TryFlags } from '../commands/try.ts'
import type { Declaring } from '../declare.ts'
import { countOption, DEFAULT_COUNT } from '../options.ts'
import type { Say } from '../texts.ts'

/** `qcc overview`. */
export function declareOverview(program: Command, { context, run }: Declaring): void {
  program
    .command('overview')
    .description(context.say('overview.description'))
    .action(() => run(async () => (await import('../commands/overview.ts')).overview(context)))
}

/** `qcc requests`. */
export function declareRequests(program: Command, { context, run }: Declaring): void {
  const { say } = context
  program
    .command('requests')
    .description(say('requests.description'))
    .addOption(countOption(say, 'requests.count'))
    .option('--endpoint <endpoint>', say('requests.endpoint'))
    .option('--profile <profile>', say('requests.profile'))
    .option('--model <model>', say('requests.model'))
    .addOption(endingOption(say))
    .addOption(slowerOption(say))
    .action(({ count = DEFAULT_COUNT, ...flags }: Partial<RequestsFlags>) =>
      run(async () => (await import('../commands/requests.ts')).requests(context, { count, ...flags })),
    )
}

function endingOption(say: Say): Option {
  const expected = ENDINGS.join(', ')
  return new Option('--ending <ending>', say('requests.ending', { expected })).argParser((value) => {
    const ending = ENDINGS.find((one) => one === value)
    if (ending !== undefined) return ending
    throw new InvalidArgumentError(say('requests.ending-expected', { expected }))
  })
}

const slowerOption = (say: Say): Option =>
  new Option('--slower-than <duration>', say('requests.slower-than')).argParser((value) => {
    const seconds = measured(value, DURATION_UNITS)
    if (seconds !== null) return seconds
    throw new InvalidArgumentError(say('requests.slower-than-expected'))
  })

/** `qcc try`. */
export function declareTry(program: Command, { context, run }: Declaring): void {
  const { say } = context
  program
    .command('try')
    .argument('[text]')
    .description(say('try.description'))
    .option('--profile <profile>', say('try.option.profile'))
    .option('--model <model>', say('try.option.model'))
    .action((text: string | undefined, flags: TryFlags) =>
      run(async () => (await import('../commands/try.ts')).tryMessage(context, text, flags)),
    )
}
