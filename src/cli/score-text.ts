import type { EffectiveWeight, ScoreStatus } from '../admin/contract.ts'
import { PART_SHARES } from '../core/health/score.ts'
import type { Say } from './texts.ts'

const rounded = (value: number): string => String(Math.round(value))

/** `87 healthy`, or that too little is known. */
export function scoreText({ condition, overall }: ScoreStatus, say: Say): string {
  const text = say(`condition.${condition}`)
  return overall === null ? text : `${rounded(overall)} ${text}`
}

/** How a score comes about: each part with its share. */
export function scoreParts(score: ScoreStatus, say: Say): string {
  const { observations, source } = score
  if (source === null) return say('score.too-few', { count: observations })
  const parts = (['success', 'response', 'stability', 'quality'] as const).map((name) => {
    const value = score[name]
    const number = value === null ? '-' : rounded(value)
    return say(`score.${name}`, { number, share: PART_SHARES[name] })
  })
  return `${parts.join(', ')} (${say(`score.from-${source}`, { count: observations })})`
}

/** How an effective weight comes about: `100 × score 0.56 × quota 0.5 = 28`; what changes nothing is left out. */
export function weightText({ effective, quota, ramp, score, weight }: EffectiveWeight, say: Say): string {
  const factors = [
    ['score', score],
    ['ramp', ramp],
    ['quota', quota],
    // What is out gets nothing, whatever else is said of it.
    ['out', effective === 0 && weight > 0 ? 0 : 1],
  ] as const
  const moved = factors.filter(([, factor]) => factor !== 1)
  const product = moved.map(
    ([name, factor]) => `× ${say(`factor.${name}`)} ${String(Number(factor.toFixed(2)))}`,
  )
  const to = String(Number(effective.toFixed(1)))
  return product.length === 0 && effective === weight ? to : [String(weight), ...product, '=', to].join(' ')
}
