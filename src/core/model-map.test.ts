import { expect, test } from 'vitest'
import { mappedModel } from './model-map.ts'

const MAP = { 'claude-*haiku*': 'small', 'claude-opus-5': 'exact', 'claude-*': 'big', mine: 'theirs' }

test.each([
  ['claude-haiku-4-5', 'small'],
  ['claude-3-5-haiku-20241022', 'small'],
  ['claude-opus-5', 'exact'],
  ['claude-opus-5-5', 'big'],
  ['mine', 'theirs'],
  ['glm-5.2', 'glm-5.2'],
  ['constructor', 'constructor'],
])('%s is sent as %s', (model, sent) => {
  expect(mappedModel(MAP, model)).toBe(sent)
})

test('without a map a name stays', () => {
  expect(mappedModel({}, 'claude-opus-5')).toBe('claude-opus-5')
})
