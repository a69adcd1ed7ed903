import { nearest } from '../core/nearest.ts'
import { AppError } from '../errors/app-error.ts'
import { settingKeys, settingNamed, type SettingKey } from '../settings/schema.ts'
import type { Context } from './context.ts'
import { missing } from './missing.ts'

/** The setting that a person names, or chooses at a terminal. Throws `usage` with the nearest one. */
export async function settingKeyOf(
  context: Pick<Context, 'ask' | 'say'>,
  given: string | undefined,
  command: string,
): Promise<SettingKey> {
  const { say } = context
  if (given === undefined) {
    const ask = await context.ask()
    if (ask === null) throw missing('KEY', command, say)
    const choices = settingKeys.map((key) => ({ value: key, label: key, hint: say(`setting.${key}`) }))
    return ask.choose(say('config.ask-key'), choices)
  }
  if (settingNamed(given) !== null) return given as SettingKey
  if (given === 'routing.rules') throw new AppError('usage', say('config.rules-built-in'))
  const near = nearest(given, settingKeys)
  const next = near === null ? say('config.see-settings') : say('cli.did-you-mean', { name: near })
  throw new AppError('usage', `${say('config.unknown-setting', { key: given })}\n${next}`)
}
