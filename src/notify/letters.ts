/**
 * What each service takes, and how it is signed. Sources, read in November 2026
 * (docs/decisions/0033-notifications.md):
 * - Slack: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks,
 *   escaping: https://docs.slack.dev/messaging/formatting-message-text
 * - Feishu: https://open.larkoffice.com/document/ukTMukTMukTM/ucTM5YjL3ETO24yNxkjN
 * - DingTalk: https://open.dingtalk.com/document/robots/custom-robot-access, security:
 *   https://open.dingtalk.com/document/robots/customize-robot-security-settings
 * - WeCom: https://developer.work.weixin.qq.com/document/path/91770
 */
import { createHmac } from 'node:crypto'
import type { Channel } from '../core/notify/notice.ts'
import type { Told } from '../core/notify/outbox.ts'
import type { Letter } from './post.ts'

/** A message in words. */
export interface Message {
  /** One line. */
  readonly title: string
  /** Some lines; may be empty. */
  readonly text: string
}

/** Where a channel leads. */
export interface Target {
  readonly url: URL
  readonly secret: string | null
}

export type OverHttp = Exclude<Channel, 'desktop'>

/** What of a notice goes to programs rather than to people. */
export interface Facts {
  /** This machine. */
  readonly host: string
  readonly notice: Told
}

type Write = (target: Target, message: Message, facts: Facts, now: number) => Letter

/** WeCom takes 2,048 bytes of text, all others more. */
const MOST_BYTES = 1_900

export const LETTERS: Readonly<Record<OverHttp, Write>> = {
  webhook: ({ secret, url }, { text, title }, { host, notice }) => {
    return { url, token: secret, body: { product: 'qcc', format: 1, host, title, text, notice } }
  },
  slack: ({ url }, message) => {
    const escaped = whole(message).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    return { url, token: null, body: { text: escaped } }
  },
  feishu: ({ secret, url }, message, _facts, now) => {
    const body = { msg_type: 'text', content: { text: whole(message) } }
    if (secret === null) return { url, token: null, body }
    // Seconds; what is to be signed is the key here, and nothing is signed with it.
    const timestamp = String(Math.floor(now / 1_000))
    const sign = createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64')
    return { url, token: null, body: { timestamp, sign, ...body } }
  },
  dingtalk: ({ secret, url }, message, _facts, now) => {
    const body = { msgtype: 'text', text: { content: whole(message) } }
    if (secret === null) return { url, token: null, body }
    const signed = new URL(url)
    const sign = createHmac('sha256', secret)
      .update(`${String(now)}\n${secret}`)
      .digest('base64')
    signed.searchParams.set('timestamp', String(now))
    signed.searchParams.set('sign', sign)
    return { url: signed, token: null, body }
  },
  wecom: ({ url }, message) => ({
    ...{ url, token: null },
    body: { msgtype: 'text', text: { content: whole(message) } },
  }),
}

/** In one piece, as long as every service takes it. */
function whole({ text, title }: Message): string {
  const bytes = Buffer.from(text === '' ? title : `${title}\n${text}`)
  if (bytes.length <= MOST_BYTES) return bytes.toString()
  // Half a sign at the end becomes the mark for it.
  return `${bytes
    .subarray(0, MOST_BYTES)
    .toString()
    .replace(/\uFFFD$/, '')}…`
}
