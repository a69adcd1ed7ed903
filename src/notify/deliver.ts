import type { Channel } from '../core/notify/notice.ts'
import type { Told } from '../core/notify/outbox.ts'
import { AppError } from '../errors/app-error.ts'
import type { Say } from '../i18n/say.ts'
import type { Clock } from '../ports/clock.ts'
import type { Redactor } from '../ports/redactor.ts'
import type { Sender } from '../ports/sender.ts'
import type { Vault } from '../ports/vault.ts'
import type { Settings } from '../settings/schema.ts'
import { failed, type Delivery } from './delivery.ts'
import { showOnDesktop, type Desk } from './desktop.ts'
import { LETTERS, type OverHttp, type Target } from './letters.ts'
import { post } from './post.ts'
import { judged } from './replies.ts'
import { inWords } from './words.ts'

/** What notices are sent with. */
export interface Means {
  readonly clock: Clock
  readonly sender: Sender
  readonly vault: Vault
  readonly redactor: Redactor
  readonly desk: Desk
  readonly settings: () => Settings
  /** The name of this machine. */
  readonly host: string
}

/** A reference that leads nowhere. */
const NONE = 'none'

export const isSetUp = (channel: Channel, settings: Settings): boolean =>
  channel === 'desktop' ? settings['notify.desktop'] === 'on' : settings[`notify.${channel}`] !== NONE

/** Sends one message once. Never rejects; nothing secret is in what it resolves to. */
export async function deliver(channel: Channel, told: Told, say: Say, means: Means): Promise<Delivery> {
  if (!isSetUp(channel, means.settings())) return failed('not-set-up', { channel })
  const message = inWords(told, means.host, say)
  if (channel === 'desktop') return showOnDesktop(message, means.desk)
  const target = await targetOf(channel, means)
  if ('kind' in target) return target
  const { clock, host, redactor, sender } = means
  const letter = LETTERS[channel](target, message, { host, notice: told }, clock.now())
  const reply = await post(letter, { clock, sender })
  const delivery = reply.kind === 'reply' ? judged(channel, reply, target.url.host, clock.now()) : reply
  return delivery.kind === 'sent' ? delivery : withoutSecrets(delivery, channel, redactor)
}

async function targetOf(channel: OverHttp, means: Means): Promise<Target | Delivery> {
  const { redactor, settings } = means
  const reference = settings()[`notify.${channel}`]
  const text = await secretOf(reference, means)
  if (text === null) return failed('no-secret', { reference })
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return failed('not-url', { reference })
  const url = new URL(text)
  learnParts(url, redactor)
  const key = channel === 'slack' || channel === 'wecom' ? null : settings()[`notify.${channel}-secret`]
  if (key === null || key === NONE) return { url, secret: null }
  const secret = await secretOf(key, means)
  return secret === null ? failed('no-secret', { reference: key }) : { url, secret }
}

async function secretOf(reference: string, { vault }: Means): Promise<string | null> {
  try {
    return await vault.resolve(reference)
  } catch (error) {
    // What opens it is not at hand: as good as not there.
    if (error instanceof AppError) return null
    throw error
  }
}

/** A receiver may repeat the part of its URL that is the secret. */
function learnParts({ pathname, searchParams }: URL, redactor: Redactor): void {
  const parts = [...pathname.split('/'), ...searchParams.values()]
  for (const part of parts) if (/^[\w-]{16,}$/.test(part)) redactor.learn(part)
}

function withoutSecrets(
  { againMs, fault: { code, values } }: Extract<Delivery, { readonly kind: 'failed' }>,
  channel: Channel,
  redactor: Redactor,
): Delivery {
  const clean = Object.entries(values).map(([name, value]) => {
    return [name, typeof value === 'string' ? redactor.redact(value) : value]
  })
  return failed(code, { channel, ...(Object.fromEntries(clean) as typeof values) }, againMs)
}
