/**
 * What a check asks a model: to give back a random code and the sum of two
 * small numbers. A canned text, a cache or a page has neither, and a model that
 * answers at all has both. The forms rotate, so that no answer fits all.
 */
export interface Question {
  readonly text: string
  readonly code: string
  readonly sum: number
  /** The answer that was asked for, to the letter. */
  readonly wanted: string
}

/** Neither vowels, which make words, nor what is easily mistaken for something else. */
const ALPHABET = 'BCDFGHJKMNPQRTVWXZ2346789'
const CODE_LENGTH = 6
const LEAST = 12
const MOST = 49

type Form = (code: string, a: number, b: number) => readonly [text: string, order: 'code-sum' | 'sum-code']

const FORMS: readonly Form[] = [
  (code, a, b) => [
    `Reply with one line and nothing else: the code ${code}, a space, and the sum of ${a} and ${b}.`,
    'code-sum',
  ],
  (code, a, b) => [
    `What is ${a} + ${b}? Answer with the number, a space, and then the code ${code}. No other words.`,
    'sum-code',
  ],
  (code, a, b) => [
    `Code: ${code}. Add ${a} and ${b}. Write only the code, a space, and the result.`,
    'code-sum',
  ],
  (code, a, b) => [
    `Add ${b} to ${a}. Your whole answer is the result, a space, and this code: ${code}`,
    'sum-code',
  ],
]

/** The question that a roll (in [0, 1)) makes; its digits are spent one choice after the other. */
export function questionFrom(roll: number): Question {
  let rest = roll
  const pick = (count: number): number => {
    const scaled = rest * count
    const picked = Math.min(count - 1, Math.floor(scaled))
    rest = scaled - picked
    return picked
  }
  const form = FORMS[pick(FORMS.length)] ?? FORMS[0]
  const [a, b] = [LEAST + pick(MOST - LEAST + 1), LEAST + pick(MOST - LEAST + 1)]
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[pick(ALPHABET.length)] ?? '').join('')
  const [text, order] = form?.(code, a, b) ?? ['', 'code-sum']
  const sum = a + b
  return { text, code, sum, wanted: order === 'code-sum' ? `${code} ${sum}` : `${sum} ${code}` }
}
