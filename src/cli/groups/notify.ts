import { Argument, InvalidArgumentError, Option, type Command } from 'commander'
import { CHANNELS, type Channel } from '../../core/notify/notice.ts'
import { SETTINGS, settingKeys, type SettingKey } from '../../settings/schema.ts'
import type { Declaring } from '../declare.ts'
import { settingParser } from '../options.ts'
import type { GivenSettings } from '../settings-group.ts'
import type { Say } from '../texts.ts'

const TOPIC = 'notify.'

/** `qcc notify` and what is below it. */
export function declareNotify(program: Command, declaring: Declaring): void {
  const { context, run } = declaring
  const { say } = context
  const notify = program.command('notify').description(say('notify.description'))
  notify
    .command('test')
    .description(say('notify.test.description'))
    .addArgument(channelArgument(say))
    .action((channel: Channel | undefined) =>
      run(async () => (await import('../commands/notify/test.ts')).notifyTest(context, channel ?? null)),
    )
  declareConfig(notify, declaring)
}

const channelArgument = (say: Say): Argument => {
  const channels = CHANNELS.join(', ')
  return new Argument('[channel]', say('notify.test.channel', { channels })).argParser((value: string) => {
    const channel = CHANNELS.find((one) => one === value)
    if (channel !== undefined) return channel
    throw new InvalidArgumentError(say('fault.setting-choice', { expected: channels }))
  })
}

function declareConfig(notify: Command, { context, run }: Declaring): void {
  const { say } = context
  const command = notify.command('config').description(say('notify.config.description'))
  for (const key of settingKeys.filter((one) => one.startsWith(TOPIC))) command.addOption(optionFor(key, say))
  command.action((given: Given) =>
    run(async () => {
      const { notifyConfig } = await import('../commands/notify/config.ts')
      await notifyConfig(context, settingsOf(given))
    }),
  )
}

type Given = Readonly<Record<string, string | number>>

/** The flag of a setting is its name without the topic. Where a secret is, only the command itself may read what was given. */
function optionFor(key: SettingKey, say: Say): Option {
  const { type } = SETTINGS[key]
  const name = key.slice(TOPIC.length)
  if (type === 'reference') {
    return new Option(`--${name} <reference>`, say(`setting.${key}`))
  }
  const value = type === 'count' ? 'count' : name
  return new Option(`--${name} <${value}>`, say(`setting.${key}`)).argParser(settingParser(key, say))
}

function settingsOf(given: Given): GivenSettings {
  const named = settingKeys.flatMap((key) => {
    const value = key.startsWith(TOPIC) ? given[camelCase(key.slice(TOPIC.length))] : undefined
    return value === undefined ? [] : [[key, value]]
  })
  return Object.fromEntries(named) as GivenSettings
}

/** As commander names the value of an option. */
const camelCase = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
