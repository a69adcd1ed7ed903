import type { Digest } from '../core/health/digest.ts'

/** What digests come to, added up in place as they are read: a week may have hundreds of thousands. */
export interface DigestSum extends Record<'goods' | 'all' | 'tokens' | 'tokensMs', number> {
  /** How often it took so long (ms) to the first content. */
  readonly times: Map<number, number>
}

export const emptySum = (): DigestSum => ({ goods: 0, all: 0, tokens: 0, tokensMs: 0, times: new Map() })

export function addDigest(sum: DigestSum, { all, goods, times, tokens, tokensMs }: Digest): void {
  sum.goods += goods
  sum.all += all
  sum.tokens += tokens
  sum.tokensMs += tokensMs
  for (const [ms, count] of times) sum.times.set(ms, (sum.times.get(ms) ?? 0) + count)
}
