import { expect, test } from 'vitest'
import { FASTCC_CACHE, FASTCC_PRIORITY } from '../../../test/support/foreign.ts'
import { readFastcc, readFastccPriority } from './fastcc.ts'

test('profiles have their endpoints, or are one themselves', () => {
  const found = readFastcc(FASTCC_CACHE)
  expect(found?.defaultProfile).toBe('work')
  expect(found?.profiles).toMatchObject([
    {
      name: 'work',
      description: '公司',
      endpoints: [
        { baseUrl: 'https://relay.example.com/claude', auth: 'both', weight: 80, priority: 1, enabled: true },
        { baseUrl: 'https://spare.example.org/v1', weight: 20, priority: 2, enabled: false },
      ],
    },
    { name: 'official', endpoints: [{ baseUrl: 'https://api.anthropic.com', enabled: true }] },
  ])
  expect(found?.leftOut).toEqual([
    { what: 'work', why: 'no-counterpart', more: 'max_failures' },
    { what: 'work', why: 'no-counterpart', more: 'timeout' },
    { what: 'broken', why: 'no-key' },
  ])
})

test('a profile that is switched off has no endpoint that takes part', () => {
  const profile = { base_url: 'https://a.example', api_key: 'made-up', enabled: false }
  const found = readFastcc(JSON.stringify({ profiles: { off: profile, later: { description: 'x' } } }))
  expect(found?.profiles).toMatchObject([
    { name: 'off', endpoints: [{ enabled: false }] },
    { name: 'later', endpoints: [] },
  ])
})

test('tiers and thresholds are taken over; that nothing failed over is not', () => {
  expect(readFastccPriority(FASTCC_PRIORITY)).toEqual({
    profiles: [],
    tiers: { primary: 'work', secondary: 'official' },
    settings: { 'circuit.failure-threshold': 5, 'tier.cooldown': 600 },
    leftOut: [{ what: 'auto_failover', why: 'was-off' }],
  })
})

test.each(['', '{}', '[]', '{"profiles": []}', '{"priority_map": null}'])('%j is neither', (text) => {
  expect([readFastcc(text), readFastccPriority(text)]).toEqual([null, null])
})
