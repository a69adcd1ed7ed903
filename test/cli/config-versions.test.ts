import { expect, test } from 'vitest'
import { qcc, temporaryFolder } from '../support/qcc.ts'

interface Versions {
  readonly versions: readonly { readonly number: number; readonly message: string }[]
}

const versionsIn = async (home: string): Promise<Versions['versions']> =>
  (
    JSON.parse(
      (await qcc(['config', 'versions', '-n', '100', '--json'], { QCC_HOME: home })).stdout,
    ) as Versions
  ).versions

test('as many versions are kept as versions.keep says, from the next change on', async () => {
  const home = temporaryFolder()
  const set = (key: string, value: string) => qcc(['config', 'set', key, value], { QCC_HOME: home })
  for (const port of ['8001', '8002', '8003']) await set('proxy.port', port)
  await set('versions.keep', '3')
  expect((await versionsIn(home)).map(({ number }) => number)).toEqual([4, 3, 2, 1])
  await set('proxy.port', '8004')
  expect((await versionsIn(home)).map(({ number }) => number)).toEqual([5, 4, 3])
  for (const command of ['rollback', 'diff']) {
    const { code, stderr } = await qcc(['config', command, '2'], { QCC_HOME: home })
    expect([code, stderr]).toEqual([3, expect.stringContaining('Version 2 is not kept any more')])
  }
  expect((await qcc(['config', 'rollback', '3'], { QCC_HOME: home })).code).toBe(0)
})

test(
  'changes from many processes at once are all made, or refused as a conflict',
  { timeout: 60_000 },
  async () => {
    const home = temporaryFolder()
    const names = Array.from({ length: 20 }, (_, index) => `profile-${String(index)}`)
    const ended = await Promise.all(names.map((name) => qcc(['add', name], { QCC_HOME: home })))
    for (const { code, stderr } of ended) {
      if (code !== 0) expect([code, stderr]).toEqual([5, expect.stringContaining('so nothing was changed')])
    }
    const made = names.filter((_, index) => ended[index]?.code === 0)
    expect(made.length).toBeGreaterThan(0)
    const versions = await versionsIn(home)
    expect(versions.map(({ number }) => number)).toEqual(versions.map((_, index) => made.length - index))
    expect(versions.map(({ message }) => message).toSorted()).toEqual(
      made.map((name) => `add ${name}`).toSorted(),
    )
    const list = JSON.parse((await qcc(['list', '--json'], { QCC_HOME: home })).stdout) as {
      profiles: { name: string }[]
    }
    expect(list.profiles.map(({ name }) => name).toSorted()).toEqual(made.toSorted())
  },
)
