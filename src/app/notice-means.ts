import type { Lang, Say } from '../i18n/say.ts'
import { loadSay } from '../i18n/say.ts'
import type { Means } from '../notify/deliver.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { Sender } from '../ports/sender.ts'
import type { Vault } from '../ports/vault.ts'
import type { Settings } from '../settings/schema.ts'
import { systemClock } from './system-clock.ts'

/** Whose notices they are. */
export interface Addressee {
  readonly redactor: Redactor
  readonly env: Readonly<Record<string, string | undefined>>
  /** The language that whoever started this process reads. */
  readonly lang: Lang
}

/** What notices are sent with from this process. */
export async function noticeMeans(
  { env, redactor }: Addressee,
  parts: { readonly sender: Sender; readonly vault: Vault; readonly settings: () => Settings },
): Promise<Means> {
  const [{ hostname }, { programs }] = await Promise.all([
    import('node:os'),
    import('../secrets/program-output.ts'),
  ])
  const desk = { platform: process.platform, env, run: programs(env, systemClock) }
  return { ...parts, clock: systemClock, redactor, desk, host: hostname() }
}

/** Texts in the language of notices. */
export function noticeSay({ lang }: Addressee, settings: Settings): Promise<Say> {
  const wanted = settings['notify.lang']
  return loadSay(wanted === 'auto' ? lang : wanted)
}
