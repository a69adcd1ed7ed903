import { Option, type Command } from 'commander'
import type { HealthTestFlags } from '../commands/health/test.ts'
import type { Declaring } from '../declare.ts'
import { settingParser } from '../options.ts'
import type { SettingKey } from '../../settings/schema.ts'
import type { GivenSettings } from '../settings-group.ts'

/** What of `qcc health` checks endpoints, and how that is done. */
export function declareChecks(health: Command, declaring: Declaring): void {
  const { context, run } = declaring
  const { say } = context
  health
    .command('test')
    .argument('[endpoint]')
    .description(say('health.test.description'))
    .option('-v, --verbose', say('health.test.verbose'))
    .option('--deep', say('health.test.deep'))
    .action((named: string | undefined, flags: HealthTestFlags) =>
      run(async () => (await import('../commands/health/test.ts')).healthTest(context, named, flags)),
    )
  health
    .command('check')
    .description(say('health.check.description'))
    .action(() => run(async () => (await import('../commands/health/test.ts')).healthCheck(context)))
  declareConfig(health, declaring)
}

/** The flag of each setting, as commander names its value. */
const FLAGS = {
  interval: ['health.interval', '--interval <duration>'],
  mode: ['health.mode', '--mode <mode>'],
  minChecks: ['health.min-checks', '--min-checks <count>'],
  timeout: ['health.timeout', '--timeout <duration>'],
  model: ['health.model', '--model <model>'],
  dailyTokens: ['health.daily-tokens', '--daily-tokens <count>'],
  stale: ['health.stale', '--stale <duration>'],
} as const satisfies Readonly<Record<string, readonly [SettingKey, string]>>

type Given = Readonly<Partial<Record<keyof typeof FLAGS, string | number>>> & {
  readonly enableWeightAdjustment?: boolean
  readonly disableWeightAdjustment?: boolean
}

function declareConfig(health: Command, { context, run }: Declaring): void {
  const { say } = context
  const command = health.command('config').description(say('health.config.description'))
  for (const [key, flag] of Object.values(FLAGS)) {
    command.addOption(new Option(flag, say(`setting.${key}`)).argParser(settingParser(key, say)))
  }
  const enable = new Option('--enable-weight-adjustment', say('health.config.enable-weights'))
  command
    .addOption(enable.conflicts('disableWeightAdjustment'))
    .option('--disable-weight-adjustment', say('health.config.disable-weights'))
    .action((given: Given) =>
      run(async () =>
        (await import('../settings-group.ts')).settingsGroup(context, 'health', flagsOf(given)),
      ),
    )
}

function flagsOf(given: Given): GivenSettings {
  const named = Object.entries(FLAGS).flatMap(([name, [key]]) => {
    const value = given[name as keyof typeof FLAGS]
    return value === undefined ? [] : [[key, value]]
  })
  const { disableWeightAdjustment: off, enableWeightAdjustment: on } = given
  const weights = on === true ? 'on' : off === true ? 'off' : null
  return {
    ...(Object.fromEntries(named) as GivenSettings),
    ...(weights === null ? {} : { 'health.weight-adjustment': weights }),
  }
}
