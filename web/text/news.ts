/** What was learnt about an endpoint, in words. */
import type { EndpointAnswer } from '../../src/admin/contract/endpoint.ts'
import { lasted } from '../../src/views/lasted.ts'
import { say } from '../language.ts'

export type News = Extract<EndpointAnswer['events'][number], { readonly kind: 'news' }>['news']

/** `at`: when it was learnt (epoch milliseconds). */
export function newsText(news: News, at: number): string {
  switch (news.kind) {
    case 'circuit-closed':
      return say('news.circuit-closed')
    case 'circuit-opened':
      return say('news.circuit-opened', { time: lasted(news.until - at) })
    case 'benched':
    case 'bench-lifted': {
      const values = {
        time: lasted(news.until - at),
        reason: say(`bench.${news.reason}`),
        model: news.model ?? '',
      }
      return say(news.model === null ? `news.${news.kind}` : `news.${news.kind}-model`, values)
    }
  }
}
