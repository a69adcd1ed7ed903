import type { News } from '../core/health/news.ts'
import { lasted } from './lasted.ts'
import type { Say } from '../i18n/say.ts'

/** What changed about an endpoint, in a few words; `at` is when it did (epoch ms). */
export function newsText(news: News, at: number, say: Say): string {
  if (news.kind === 'circuit-closed') return say('news.circuit-closed')
  const time = lasted(news.until - at)
  if (news.kind === 'circuit-opened') return say('news.circuit-opened', { time })
  const { model, reason } = news
  const values = { reason: say(`bench.${reason}`), model: model ?? '', time }
  return say(model === null ? `news.${news.kind}` : `news.${news.kind}-model`, values)
}
