import { expect, test } from 'vitest'
import { hasNoRoom, judgement, type Answer } from './judgement.ts'
import type { Question } from './question.ts'

const QUESTION: Question = { text: 'K7M2QX, 23 + 18?', code: 'K7M2QX', sum: 41, wanted: 'K7M2QX 41' }
const SAID: Answer = {
  text: 'K7M2QX 41',
  hasThinking: false,
  model: 'claude-haiku-4-5',
  modelNamed: 'claude-haiku-4-5-20251001',
  stopReason: 'end_turn',
  usage: { in: 40, out: 9 },
  questionBytes: 120,
  mostTokens: 64,
  firstContentMs: 800,
}
const judged = (more: Partial<Answer>) => judgement(QUESTION, { ...SAID, ...more })
const line = (more: Partial<Answer>, name: string) => judged(more).lines.find(({ looked }) => looked === name)

test.each([
  ['right', {}, 'ok'],
  ['right in other words', { text: 'The code is k7m2qx and the sum is 41.' }, 'ok'],
  ['a canned text', { text: 'Hello! How can I help you today?' }, 'wrong-answer'],
  ['an echo of the question', { text: QUESTION.text }, 'wrong-answer'],
  ['the code alone', { text: 'K7M2QX' }, 'wrong-answer'],
  ['the sum alone', { text: '41' }, 'wrong-answer'],
  ['another sum', { text: 'K7M2QX 141' }, 'wrong-answer'],
  ['another code', { text: 'K7M2QZ 41' }, 'wrong-answer'],
  ['another model', { modelNamed: 'glm-5' }, 'model-mismatch'],
  ['no name', { modelNamed: null }, 'ok'],
  ['nothing asked for', { model: null, modelNamed: 'glm-5' }, 'ok'],
  ['ten seconds', { firstContentMs: 10_000 }, 'slow'],
  ['nearly ten seconds', { firstContentMs: 9_999 }, 'ok'],
  ['not a word', { text: ' \n' }, 'empty'],
  ['not a word but thoughts', { text: '', hasThinking: true }, 'wrong-answer'],
  ['not a word for lack of room', { text: '', stopReason: 'max_tokens' }, 'wrong-answer'],
  ['not a word for a reason', { text: '', stopReason: 'refusal' }, 'wrong-answer'],
  ['a wrong answer by another model', { text: 'no', modelNamed: 'glm-5' }, 'wrong-answer'],
] as const)('%s: %j is %s', (_what, more, verdict) => {
  expect(judged(more).verdict).toBe(verdict)
})

test.each([
  ['all of it', {}, 100],
  ['with marks around it', { text: '`K7M2QX 41`.\n' }, 100],
  ['without its shape', { text: '41 K7M2QX' }, 90],
  ['without the code', { text: '41' }, 65],
  ['without the sum', { text: 'K7M2QX' }, 75],
  ['at ten seconds', { firstContentMs: 10_000 }, 70],
  ['at the middle of the scale', { firstContentMs: 3_162 }, 85],
  ['twice as long as asked', { text: 'K7M2QX 41 as you ask' }, 89],
  ['four times as long', { text: `K7M2QX 41${'.'.repeat(27)}` }, 93],
  ['sixteen times as long', { text: `K7M2QX 41 ${'x'.repeat(140)}` }, 70],
  ['nothing at all', { text: '', firstContentMs: 60_000 }, 0],
] as const)('%s is worth its points', (_what, more, quality) => {
  expect(judged(more).quality).toBe(quality)
})

test('each thing that is looked at has its line', () => {
  expect(judged({}).lines).toEqual([
    { looked: 'protocol', isFine: true, seen: '' },
    { looked: 'code', isFine: true, seen: 'K7M2QX' },
    { looked: 'sum', isFine: true, seen: '41' },
    { looked: 'model', isFine: true, seen: 'claude-haiku-4-5-20251001' },
    { looked: 'usage', isFine: true, seen: '40 + 9' },
    { looked: 'stop-reason', isFine: true, seen: 'end_turn' },
  ])
  expect(line({ modelNamed: null }, 'model')).toEqual({ looked: 'model', isFine: null, seen: '' })
})

test.each([
  [{ in: 40, out: 9 }, true],
  [{ in: 250, out: 64 }, true],
  [{ in: 251, out: 9 }, false],
  [{ in: 0, out: 9 }, false],
  [{ in: 40, out: 0 }, false],
  [{ in: 40, out: 65 }, false],
  [null, null],
])('the usage %j is plausible: %j', (usage, isFine) => {
  expect(line({ usage }, 'usage')?.isFine).toBe(isFine)
})

test.each([
  ['end_turn', SAID.text, true],
  ['stop_sequence', SAID.text, true],
  ['max_tokens', SAID.text, true],
  ['max_tokens', 'K7', false],
  ['refusal', SAID.text, false],
  [null, SAID.text, null],
])('the stop reason %j of %j is fine: %j', (stopReason, text, isFine) => {
  expect(line({ stopReason, text }, 'stop-reason')?.isFine).toBe(isFine)
})

test.each([
  ['max_tokens', '', true],
  ['max_tokens', 'K7M2', true],
  ['max_tokens', 'K7M2QX 41, as', false],
  ['end_turn', '', false],
  [null, '', false],
])('with the stop reason %j and %j it had no room: %j', (stopReason, text, expected) => {
  expect(hasNoRoom(QUESTION, { stopReason, text })).toBe(expected)
})
