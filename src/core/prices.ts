/**
 * List prices of Anthropic's own API. Where the figures come from and what
 * they do not hold: docs/decisions/0021-list-prices.md.
 */

/** In US dollars for a million tokens, as the price list has them: so many micro-dollars a token. */
export interface Rates {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
}

export interface Price extends Rates {
  readonly model: string
  /** The day (UTC) from which it holds, where the model had another price before. */
  readonly from?: string
  /** What every token of a request costs whose prompt, caches included, is longer than `above` tokens. */
  readonly long?: Rates & { readonly above: number }
  /** What fast mode multiplies all rates by; absent where it has no price. */
  readonly fast?: number
  readonly source: string
  /** The day on which the source last said so. */
  readonly seenOn: string
}

const PAGE = 'https://platform.claude.com/docs/en/about-claude/pricing'
const MODELS = 'https://platform.claude.com/docs/en/models/overview'

type Terms = Partial<Omit<Price, 'model' | keyof Rates>>

const price = (model: string, input: number, output: number, cacheRead: number, terms: Terms = {}) => {
  return { model, input, output, cacheRead, source: PAGE, seenOn: '2026-10-24', ...terms } as const
}

/** A context of a million tokens had a price of its own until the 4.6 generation. */
const LONG_SONNET = { long: { above: 200_000, input: 6, output: 22.5, cacheRead: 0.6 } }
const LONG_HAIKU = { long: { above: 100_000, input: 0.5, output: 2.5, cacheRead: 0.05 } }

/** By model; of one model, the newest price first. */
export const LIST_PRICES: readonly Price[] = [
  price('claude-fable-5-2', 8, 40, 0.2, { source: MODELS, seenOn: '2026-11-10' }),
  price('claude-fable-5-1', 10, 50, 0.25),
  price('claude-mythos-5-1', 10, 50, 0.25),
  price('claude-fable-5', 10, 50, 1),
  price('claude-mythos-5', 10, 50, 1),
  price('claude-opus-5-5', 4, 20, 0.2, { fast: 2 }),
  price('claude-opus-5', 5, 25, 0.5, { fast: 2 }),
  price('claude-opus-4-8', 5, 25, 0.5, { fast: 2 }),
  price('claude-opus-4-7', 5, 25, 0.5),
  price('claude-opus-4-6', 5, 25, 0.5),
  price('claude-opus-4-5', 5, 25, 0.5),
  price('claude-opus-4-1', 15, 75, 1.5),
  price('claude-opus-4', 15, 75, 1.5),
  price('claude-sonnet-5-5', 2, 10, 0.1, { from: '2026-10-07' }),
  price('claude-sonnet-5-5', 2, 10, 0.2, { seenOn: '2026-10-02' }),
  price('claude-sonnet-5', 2, 10, 0.2),
  price('claude-sonnet-4-6', 3, 15, 0.3),
  price('claude-sonnet-4-5', 3, 15, 0.3, LONG_SONNET),
  price('claude-sonnet-4', 3, 15, 0.3, LONG_SONNET),
  price('claude-haiku-5-5', 0.1, 0.5, 0.01, LONG_HAIKU),
  price('claude-haiku-4-5', 1, 5, 0.1),
  price('claude-3-5-haiku', 0.8, 4, 0.08),
]

/**
 * The price of a model at an instant, or null. Anthropic's own names only:
 * with the day of a snapshot, as `claude-haiku-4-5-20251001`, or without; the
 * names that Bedrock and others use are none, since others set their prices.
 */
export function priceOf(model: string, at: number, prices: readonly Price[]): Price | null {
  const name = model.replace(/\[1m\]$/, '').replace(/-(20\d{6}|latest|0)$/, '')
  const holds = ({ from }: Price) => from === undefined || Date.parse(from) <= at
  return prices.find((one) => one.model === name && holds(one)) ?? null
}
