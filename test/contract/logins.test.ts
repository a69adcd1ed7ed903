import { describe, expect, test } from 'vitest'
import { MOST_LOGINS, type Login, type Share } from '../../src/core/access/login.ts'
import { openFor, STORES } from '../support/stores.ts'

const NOW = 1_800_000_000_000
const login = (hash: string, more: Partial<Login> = {}): Login => ({
  ...{ hash, role: 'admin', share: null, createdAt: NOW, until: NOW + 100, ...more },
})
const share = (id: string, more: Partial<Share> = {}): Share => ({
  ...{ id, hash: `hash-${id}`, createdAt: NOW, until: NOW + 1_000, ...more },
})

describe.each(STORES)('logins in $name', (implementation) => {
  const fresh = () => openFor(implementation, implementation.place())

  test('a new store knows nobody', async () => {
    const { logins } = await fresh()
    expect(await logins.find('a')).toBeNull()
    expect([await logins.share('a'), await logins.shareOf('a'), await logins.shares()]).toEqual([
      null,
      null,
      [],
    ])
    expect([await logins.remove('a'), await logins.removeShare('a')]).toEqual([false, false])
  })

  test('they come back as they were added, also after it was opened again', async () => {
    const place = implementation.place()
    const first = await implementation.open(place)
    await first.logins.addShare(share('s'))
    const [one, two] = [login('a'), login('b', { role: 'viewer', share: 's' })]
    await first.logins.add(one)
    await first.logins.add(two)
    first.close()
    const { logins } = await openFor(implementation, place)
    expect([await logins.find('a'), await logins.find('b')]).toEqual([one, two])
    expect([await logins.share('s'), await logins.shareOf('hash-s')]).toEqual([share('s'), share('s')])
    expect(await logins.shares()).toEqual([{ ...share('s'), logins: 1 }])
  })

  test('one that is used ends later, and one that was logged out meanwhile stays so', async () => {
    const { logins } = await fresh()
    await logins.add(login('a'))
    await logins.renew('a', NOW + 500)
    expect(await logins.find('a')).toEqual(login('a', { until: NOW + 500 }))
    expect([await logins.remove('a'), await logins.remove('a')]).toEqual([true, false])
    await logins.renew('a', NOW + 900)
    expect(await logins.find('a')).toBeNull()
  })

  test('a share that is revoked takes its logins along, and no others', async () => {
    const { logins } = await fresh()
    await logins.addShare(share('s'))
    await logins.addShare(share('t', { createdAt: NOW + 1 }))
    await logins.add(login('of-s', { share: 's' }))
    await logins.add(login('of-t', { share: 't' }))
    await logins.add(login('own'))
    expect((await logins.shares()).map(({ id }) => id)).toEqual(['t', 's'])
    expect([await logins.removeShare('s'), await logins.removeShare('s')]).toEqual([true, false])
    expect(await logins.find('of-s')).toBeNull()
    expect([await logins.find('of-t'), await logins.find('own')]).not.toContain(null)
  })

  test('all are logged out at once, and what is shared stays', async () => {
    const { logins } = await fresh()
    await logins.addShare(share('s'))
    await logins.add(login('a'))
    await logins.add(login('b', { share: 's' }))
    expect([await logins.removeAll(), await logins.removeAll()]).toEqual([2, 0])
    expect([await logins.find('a'), await logins.find('b')]).toEqual([null, null])
    expect(await logins.shares()).toEqual([{ ...share('s'), logins: 0 }])
  })

  test('a share logs in so many browsers: of more, those go that were not used for the longest', async () => {
    const { logins } = await fresh()
    await logins.addShare(share('s'))
    await logins.add(login('own', { until: NOW + 1 }))
    for (let n = 0; n < MOST_LOGINS; n += 1) {
      await logins.add(login(`s${String(n)}`, { share: 's', until: NOW + 100 + n }))
    }
    await logins.renew('s0', NOW + 900)
    await logins.add(login('one more', { share: 's', until: NOW + 500 }))
    expect(await logins.shares()).toEqual([{ ...share('s'), logins: MOST_LOGINS }])
    expect([await logins.find('s1')]).toEqual([null])
    const left = await Promise.all(['own', 's0', 's2', 'one more'].map((hash) => logins.find(hash)))
    expect(left).not.toContain(null)
  })

  test('what is over goes when something is added, and nothing else', async () => {
    const { logins } = await fresh()
    await logins.addShare(share('old', { until: NOW + 50 }))
    await logins.addShare(share('young'))
    await logins.add(login('old', { until: NOW + 50 }))
    await logins.add(login('young', { until: NOW + 51 }))
    await logins.add(login('new', { createdAt: NOW + 50, until: NOW + 90 }))
    await logins.addShare(share('new', { createdAt: NOW + 50 }))
    expect([await logins.find('old'), await logins.share('old')]).toEqual([null, null])
    expect([await logins.find('young'), await logins.share('young')]).not.toContain(null)
  })
})
