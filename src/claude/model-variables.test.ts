import { expect, test } from 'vitest'
import { modelVariables } from './model-variables.ts'

const none = { variables: {}, model: null }

test.each([
  ['an empty map says nothing', {}, none, {}, []],
  [
    'a family that is sent as one model becomes that',
    { 'claude-opus-5-5': 'big', 'claude-opus-4-1': 'big', 'claude-haiku-4-5': 'small' },
    none,
    { ANTHROPIC_DEFAULT_OPUS_MODEL: 'big', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'small' },
    [],
  ],
  [
    'a family that is sent as several says nothing',
    { 'claude-opus-5-5': 'big', 'claude-opus-4-1': 'old' },
    none,
    {},
    ['claude-opus-5-5', 'claude-opus-4-1'],
  ],
  [
    'a model that the person chose becomes what it is sent as, the others of its family are left',
    { 'claude-opus-5-5': 'big', 'claude-opus-4-1': 'old' },
    { variables: { ANTHROPIC_MODEL: 'claude-opus-4-1' }, model: 'claude-opus-5-5' },
    { ANTHROPIC_MODEL: 'old' },
    ['claude-opus-5-5'],
  ],
  [
    'the model of their settings counts as chosen',
    { 'claude-opus-4-1': 'old', other: 'x' },
    { variables: {}, model: 'other' },
    { ANTHROPIC_MODEL: 'x', ANTHROPIC_DEFAULT_OPUS_MODEL: 'old' },
    [],
  ],
  [
    'a choice for a family that the map does not know stays',
    { 'claude-sonnet-5': 'middle' },
    { variables: { ANTHROPIC_DEFAULT_SONNET_MODEL: 'mine' }, model: null },
    {},
    ['claude-sonnet-5'],
  ],
  [
    'a choice for a family that the map knows is replaced',
    { mine: 'theirs' },
    { variables: { ANTHROPIC_DEFAULT_SONNET_MODEL: 'mine' }, model: null },
    { ANTHROPIC_DEFAULT_SONNET_MODEL: 'theirs' },
    [],
  ],
  [
    'patterns say what they say of a family, and of a model that was chosen',
    { 'claude-*haiku*': 'small', 'claude-*opus*': 'big', 'claude-*': 'rest' },
    { variables: { ANTHROPIC_MODEL: 'claude-fable-5' }, model: null },
    {
      ANTHROPIC_MODEL: 'rest',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'big',
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'rest',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'small',
    },
    [],
  ],
  ['a name that every object has is no entry', {}, { variables: {}, model: 'constructor' }, {}, []],
] as const)('%s', (_, map, chosen, variables, unsaid) => {
  expect(modelVariables(map, chosen)).toEqual({ variables, unsaid })
})
