/**
 * What the answers of each service mean: most of them say 200 also when they
 * refuse. Sources as in letters.ts; codes that those pages do not name were
 * met by others: DingTalk's 130101 and 300005, WeCom's 45009 and 93000.
 */
import { asText, parseObject } from '../anthropic/json.ts'
import { retryAfterMs } from '../core/retry-after.ts'
import type { DeliveryFault } from '../core/notify/delivery-fault.ts'
import { failed, SENT, type Delivery } from './delivery.ts'
import type { OverHttp } from './letters.ts'
import type { Reply } from './post.ts'

/** Their limits are by the minute. */
const LIMIT_MS = 60_000
/** A fault of theirs may pass. */
const AGAIN_MS = 5_000
const MOST_SHOWN = 120

/** `now`: epoch ms, for a `retry-after` that is a date. */
export function judged(channel: OverHttp, reply: Reply, host: string, now: number): Delivery {
  const { headers, status } = reply
  if (status >= 300 && status < 400) {
    const to = hostIn(headers.get('location') ?? '', host)
    return failed('redirected', { host, status, to })
  }
  if (status === 429) {
    const toldMs = retryAfterMs(headers.get('retry-after') ?? null, now)
    return failed('limited', { host, why: shown(reply.text) }, toldMs ?? LIMIT_MS)
  }
  if (status >= 500) return failed('refused', { host, status, why: shown(reply.text) }, AGAIN_MS)
  return JUDGES[channel](reply, host)
}

type Judge = (reply: Reply, host: string) => Delivery

/** By a number in the body, 0 being yes; `faultOf` knows some of the others. */
const byCode =
  (field: string, faultOf: (code: number, why: string) => DeliveryFault['code'] | null): Judge =>
  (reply, host) => {
    const { status, text } = reply
    const body = parseObject(text) ?? {}
    // Older robots of Feishu say it under this name.
    const code = body[field] ?? body['StatusCode']
    if (code === 0) return SENT
    if (typeof code !== 'number') {
      return isFine(reply) ? notTheirs(reply, host) : failed('refused', { host, status, why: shown(text) })
    }
    const why = `${String(code)} ${shown(asText(body['msg'] ?? body['errmsg']))}`.trim()
    const fault = faultOf(code, why) ?? 'refused'
    return failed(fault, { host, status, why }, fault === 'limited' ? LIMIT_MS : null)
  }

const JUDGES: Readonly<Record<OverHttp, Judge>> = {
  webhook: (reply, host) => {
    if (isFine(reply)) return SENT
    const isGone = reply.status === 404 || reply.status === 410
    return failed(isGone ? 'gone' : 'refused', { host, status: reply.status, why: whyOf(reply) })
  },
  slack: (reply, host) => {
    if (isFine(reply)) return reply.text.trim() === 'ok' ? SENT : notTheirs(reply, host)
    const isGone = /^(no_service|no_team|no_active_hooks|invalid_token|channel_not_found|channel_is_archived)/
    const fault = isGone.test(reply.text.trim()) ? 'gone' : 'refused'
    return failed(fault, { host, status: reply.status, why: whyOf(reply) })
  },
  feishu: byCode('code', (code, why) => {
    if (code === 11_232 || (code === 9_499 && /too many/i.test(why))) return 'limited'
    return FEISHU[code] ?? null
  }),
  dingtalk: byCode('errcode', (code, why) => {
    if (code === 130_101) return 'limited'
    if (code === 300_005 || code === 300_001) return 'gone'
    if (code !== 310_000) return null
    if (/keyword/i.test(why)) return 'keyword'
    return /\bip\b/i.test(why) ? 'address' : 'signature'
  }),
  wecom: byCode('errcode', (code) => WECOM[code] ?? null),
}

const FEISHU: Readonly<Record<number, DeliveryFault['code']>> = {
  19_001: 'gone',
  19_021: 'signature',
  19_022: 'address',
  19_024: 'keyword',
}

const WECOM: Readonly<Record<number, DeliveryFault['code']>> = { 45_009: 'limited', 93_000: 'gone' }

const isFine = ({ status }: Reply): boolean => status >= 200 && status < 300

const notTheirs = ({ status, text }: Reply, host: string): Delivery =>
  failed('not-theirs', { host, status, why: shown(text) })

const whyOf = ({ status, text }: Reply): string => `${String(status)} ${shown(text)}`.trim()

/** One line of it, for a person. */
function shown(text: string): string {
  const line = text.replace(/\p{Cc}+|\s+/gu, ' ').trim()
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line
}

/** Where a redirect leads: the rest of it may hold a secret. */
function hostIn(location: string, host: string): string {
  return URL.canParse(location) ? new URL(location).host : host
}
