import { expect, test } from 'vitest'
import type { ScoreStatus } from '../admin/contract.ts'
import { scoreParts, scoreText, weightText } from './score-text.ts'
import { sayIn } from '../../test/support/say.ts'

const say = sayIn('en')
const SCORE: ScoreStatus = {
  ...{ condition: 'warning', source: 'traffic', observations: 12, overall: 64.4 },
  ...{ success: 50, response: 100, stability: 61.6, quality: null },
}
const UNKNOWN: ScoreStatus = {
  ...{ condition: 'unknown', source: null, observations: 2, overall: null },
  ...{ success: null, response: null, stability: null, quality: null },
}

test('a score says what it is made of', () => {
  expect(scoreText(SCORE, say)).toBe('64 warning')
  expect(scoreParts(SCORE, say)).toBe(
    'success 50 (40%), response 100 (25%), stability 62 (20%), quality - (15%) (by 12 requests)',
  )
  expect([scoreText(UNKNOWN, say), scoreParts(UNKNOWN, say)]).toEqual([
    'unknown',
    'too few requests and checks lately: 2',
  ])
})

test('a weight says what moved it', () => {
  const plain = { effective: 80, weight: 80, score: 1, ramp: 1, quota: 1 }
  expect(weightText(plain, say)).toBe('80')
  expect(weightText({ ...plain, effective: 0 }, say)).toBe('80 × out 0 = 0')
  expect(weightText({ ...plain, effective: 22.5, score: 0.5625, quota: 0.5 }, say)).toBe(
    '80 × score 0.56 × quota 0.5 = 22.5',
  )
  expect(weightText({ ...plain, effective: 8, ramp: 0.1 }, say)).toBe('80 × return 0.1 = 8')
})
