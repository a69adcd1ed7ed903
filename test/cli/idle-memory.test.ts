import { expect, test } from 'vitest'
import { sendMessage } from '../support/http.ts'
import { startProxyProcess } from '../support/proxy-process.ts'
import { rigDocument, upstream } from '../support/rig.ts'

const MOST_MB = 80
const REQUESTS = 1_000
const AT_ONCE = 20

const inMb = (bytes: number): number => Math.round(bytes / 2 ** 20)

test(`an idle proxy takes at most ${String(MOST_MB)} MB of memory; what it takes after ${String(REQUESTS)} requests is printed`, async () => {
  const up = await upstream('one', [{ do: 'serve' }], { remember: 0 })
  const { handles, settled, status, url } = await startProxyProcess(rigDocument([up]))
  await handles()
  const idle = inMb((await status()).memoryBytes)

  let left = REQUESTS
  const client = async (): Promise<void> => {
    while (left-- > 0) expect((await sendMessage(url)).isComplete).toBe(true)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  await settled()
  console.log(
    `resident: idle ${String(idle)} MB, after ${String(REQUESTS)} requests ${String(inMb((await status()).memoryBytes))} MB`,
  )
  expect(idle).toBeLessThanOrEqual(MOST_MB)
})
