import { expect, test } from 'vitest'
import { listenTo, opened } from '../support/browser.ts'
import { sendMessage } from '../support/http.ts'
import { startProxyProcess } from '../support/proxy-process.ts'
import { eventually, rigDocument, upstream } from '../support/rig.ts'

const A_SECOND = 50
const PHASE_S = 4
const PAIRS = 3
const MOST_PERCENT = 3

test(`an open dashboard costs the proxy ${String(MOST_PERCENT)} % of a core at most, at ${String(A_SECOND)} requests a second and idle`, async () => {
  const ups = await Promise.all(
    Array.from({ length: 6 }, (_, n) => upstream(`up${String(n)}`, [{ do: 'serve' }], { remember: 0 })),
  )
  const proxy = await startProxyProcess(rigDocument(ups))
  const { cookie } = await opened(await proxy.loginLink())

  /** Percent of a core that it takes. */
  const load = async (perSecond: number): Promise<number> => {
    const [before, begun] = [await proxy.cpuMs(), performance.now()]
    const asked: Promise<unknown>[] = []
    for (let tick = 0; tick < PHASE_S * 10; tick++) {
      for (let n = 0; n < perSecond / 10; n++) asked.push(sendMessage(proxy.url))
      const left = begun + (tick + 1) * 100 - performance.now()
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
    }
    await Promise.all(asked)
    return (100 * ((await proxy.cpuMs()) - before)) / (performance.now() - begun)
  }

  /** What the same costs more with a dashboard open: the middle of several pairs, since machines are busy. */
  const extra = async (perSecond: number) => {
    const pairs: { readonly closed: number; readonly open: number }[] = []
    for (let pair = 0; pair < PAIRS; pair++) {
      const closed = await load(perSecond)
      const dashboard = listenTo(proxy.url, { cookie })
      await eventually('it listens', () => dashboard.heard.length > 0)
      pairs.push({ closed, open: await load(perSecond) })
      expect(dashboard.heard.filter(({ name }) => name === 'status').length).toBeLessThanOrEqual(
        PHASE_S * 2 + 2,
      )
      dashboard.leave()
    }
    const costs = pairs.map(({ closed, open }) => open - closed).toSorted((a, b) => a - b)
    return { pairs, middle: costs[Math.floor(PAIRS / 2)] ?? NaN }
  }

  await load(A_SECOND)
  const [busy, idle] = [await extra(A_SECOND), await extra(0)]
  const told = ({ middle, pairs }: typeof busy) =>
    `${middle.toFixed(2)} % (${pairs.map(({ closed, open }) => `${closed.toFixed(1)} → ${open.toFixed(1)}`).join(', ')})`
  console.log(
    `an open dashboard costs at ${String(A_SECOND)} requests a second ${told(busy)}, idle ${told(idle)}`,
  )
  expect(busy.middle).toBeLessThanOrEqual(MOST_PERCENT)
  expect(idle.middle).toBeLessThanOrEqual(MOST_PERCENT)
})
