import { AppError } from '../../../errors/app-error.ts'
import { parseSetting } from '../../../settings/parse-setting.ts'
import { SETTINGS, type SettingKey } from '../../../settings/schema.ts'
import type { Context } from '../../context.ts'
import { settingsGroup, type GivenSettings } from '../../settings-group.ts'

/** What stands for a URL or a secret that is typed unseen, or piped in. */
const TYPED = '-'

/** Shows where messages go, after changing what was given; what is typed is kept encrypted first. */
export async function notifyConfig(context: Context, given: GivenSettings): Promise<void> {
  const { say } = context
  const entries = Object.entries(given) as [SettingKey, string | number][]
  for (const [key, value] of entries) {
    if (SETTINGS[key].type !== 'reference' || value === TYPED) continue
    if (parseSetting(key, value).kind === 'value') continue
    // It may be the secret itself.
    context.redactor.learn(String(value))
    const forms = say('notify.config.reference')
    throw new AppError('usage', `--${flagOf(key)} ${say('notify.config.not-here', { forms })}`)
  }
  const typed = entries.filter(([, value]) => value === TYPED).map(([key]) => key)
  const ask = typed.length > 1 ? await context.ask() : null
  if (typed.length > 1 && ask === null) throw new AppError('usage', say('notify.config.one-piped'))
  const kept: [SettingKey, string][] = []
  for (const key of typed) kept.push([key, await (await context.keys()).keep(await secretFor(context, key))])
  await settingsGroup(context, 'notify', { ...given, ...(Object.fromEntries(kept) as GivenSettings) })
}

const flagOf = (key: SettingKey): string => key.slice('notify.'.length)

async function secretFor(context: Context, key: SettingKey): Promise<string> {
  const { redactor, say } = context
  const ask = await context.ask()
  const empty = say('notify.config.empty')
  const channel = flagOf(key).replace(/-secret$/, '')
  const question = key.endsWith('-secret') ? 'notify.config.ask-secret' : 'notify.config.ask-url'
  const secret =
    ask === null
      ? (await context.input()).trim()
      : await ask.secret(say(question, { channel }), { fault: (text) => (text.trim() === '' ? empty : null) })
  if (secret.trim() === '') throw new AppError('usage', empty)
  redactor.learn(secret.trim())
  return secret.trim()
}
