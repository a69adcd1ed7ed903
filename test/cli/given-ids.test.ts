import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../src/store/open-store.ts'
import { homeWith, killProxyOf } from '../support/home.ts'
import { send } from '../support/http.ts'
import { qcc } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789', KEY_two: 'made-up-two-0123456789' }

test('which endpoint has a file is known after a restart, and after a crash', async () => {
  const [one, two] = await Promise.all([upstream('one', []), upstream('two', [])])
  const home = await homeWith([one, two])
  const start = async () => {
    const { stdout } = await qcc(['proxy', 'start', '-d', '--json'], { QCC_HOME: home, ...KEYS })
    return (JSON.parse(stdout) as { readonly url: string }).url
  }
  const made = async (url: string) => {
    const { body } = await send(`${url}/v1/files`, { body: 'a file' })
    return (JSON.parse(body.toString()) as { readonly id: string }).id
  }
  /** What is not known is asked for anywhere, by chance. */
  const expectFound = async (url: string, id: string) => {
    for (let i = 0; i < 8; i++) {
      const { headers, status } = await send(`${url}/v1/files/${id}`, { method: 'GET' })
      expect([status, headers['x-qcc-endpoint'], two.seen.length]).toEqual([200, 'work/one', 0])
    }
  }
  const first = await start()
  const file = await made(first)
  await qcc(['proxy', 'stop'], { QCC_HOME: home })

  const second = await start()
  await expectFound(second, file)
  const other = await made(second)
  const store = await openStore({ file: join(home, 'qcc.db') })
  const saved = async () => (await store.givenIds.all()).map(({ id }) => id)
  await expect.poll(saved, { timeout: 10_000 }).toContain(other)
  store.close()
  killProxyOf(home)

  const third = await start()
  await expectFound(third, other)
  await expectFound(third, file)
  await qcc(['proxy', 'stop'], { QCC_HOME: home })
})
