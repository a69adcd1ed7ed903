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
  const isUrl = !key.endsWith('-secret')
  const fault = (text: string): string | null => {
    if (text.trim() === '') return say('notify.config.empty')
    return isUrl && !isHttpUrl(text.trim()) ? say('notify.config.not-url') : null
  }
  const channel = flagOf(key).replace(/-secret$/, '')
  const question = isUrl ? 'notify.config.ask-url' : 'notify.config.ask-secret'
  const given = ask === null ? await context.input() : await ask.secret(say(question, { channel }), { fault })
  const why = fault(given)
  if (why !== null) throw new AppError('usage', why)
  redactor.learn(given.trim())
  return given.trim()
}

const isHttpUrl = (text: string): boolean => /^https?:\/\//i.test(text) && URL.canParse(text)
