import { describe, expect, it } from 'vitest'
import { addressOf, placeAt } from './router.ts'

describe('an address', () => {
  it.each([
    ['/_qcc/', '', 'overview', null],
    ['/_qcc/requests', '', 'requests', null],
    ['/_qcc/requests/', '', 'requests', null],
    ['/_qcc/requests/3f2a', 'ending=broken', 'requests', '3f2a'],
    ['/_qcc/endpoints/work%2Fone', '', 'endpoints', 'work/one'],
    // What is no encoding stays as it is.
    ['/_qcc/endpoints/50%', '', 'endpoints', '50%'],
    ['/_qcc/overview', '', null, null],
    ['/_qcc/nothing', '', null, null],
    ['/_qcc/requests/a/b', '', null, 'a'],
    ['/elsewhere', '', null, null],
  ])('%s leads to %s', (path, search, page, about) => {
    const found = placeAt(path, search)
    expect([found.page, found.about, found.query.toString()]).toEqual([page, about, search])
  })
  it.each([
    [addressOf('overview'), '/_qcc/'],
    [addressOf('requests', 'a/b'), '/_qcc/requests/a%2Fb'],
    [
      addressOf('requests', null, { ending: 'broken', model: null, profile: '' }),
      '/_qcc/requests?ending=broken',
    ],
    [addressOf('queue', null, { item: 'x y' }), '/_qcc/queue?item=x+y'],
  ])('%s', (made, expected) => {
    expect(made).toBe(expected)
  })
})
