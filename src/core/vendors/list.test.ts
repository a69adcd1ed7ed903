import { expect, test } from 'vitest'
import { mappedModel } from '../model-map.ts'
import { VENDORS, vendorAt, vendorNamed } from './list.ts'
import { valueOf, type Vendor } from './vendor.ts'

const factsOf = ({ attribution, auth, baseUrl, deniedBetas, models, signUp }: Vendor) => [
  ...[attribution, auth, baseUrl, deniedBetas, models, signUp],
]

test('each vendor has an id of its own that can be the name of a profile', () => {
  const ids = VENDORS.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z][a-z-]{1,30}$/)
  for (const wanted of [
    'anthropic',
    'glm',
    'kimi',
    'deepseek',
    'minimax',
    'qwen',
    'openrouter',
    'siliconflow',
    'relay',
  ])
    expect(ids).toContain(wanted)
})

test.each(VENDORS)('what is said of $id has its source and its day', (vendor) => {
  for (const fact of factsOf(vendor)) {
    if (fact.kind === 'unknown') continue
    expect(fact.source).toMatch(/^https:\/\/[^\s]+$/)
    expect(fact.seenOn).toMatch(/^20\d\d-\d\d-\d\d$/)
  }
})

test.each(VENDORS)('the base URL of $id is as it is stored', ({ baseUrl }) => {
  expect(valueOf(baseUrl) ?? 'https://relay.example').toMatch(/^https:\/\/[a-z0-9.-]+(\/[a-z]+)*(?<!\/v1)$/)
})

test('of a vendor with models of its own no name of Claude’s reaches it', () => {
  for (const { models } of VENDORS) {
    const map = valueOf(models) ?? {}
    if (Object.keys(map).length === 0) continue
    for (const name of [
      'claude-opus-5-5',
      'claude-sonnet-5',
      'claude-haiku-4-5',
      'claude-fable-5-2',
      'claude-3-5-haiku',
    ])
      expect(mappedModel(map, name)).not.toMatch(/^claude/)
  }
})

test.each([
  ['https://api.deepseek.com/chat/completions', 'deepseek'],
  ['https://API.moonshot.cn/v1/chat/completions', 'kimi-cn'],
  ['https://dashscope.aliyuncs.com/compatible-mode/v1', 'qwen-cn'],
  ['https://openrouter.ai/api/v1/chat/completions', 'openrouter'],
  ['http://127.0.0.1:4000', undefined],
  ['', undefined],
])('at %s is %s', (url, id) => {
  expect(vendorAt(url)?.id).toBe(id)
})

test('a vendor is named exactly', () => {
  expect(vendorNamed('glm')?.id).toBe('glm')
  expect(vendorNamed('GLM')).toBeNull()
})
