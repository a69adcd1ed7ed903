import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startCollector } from '../support/collector.ts'
import { homeWith } from '../support/home.ts'
import { send, sendMessage } from '../support/http.ts'
import { until } from '../support/proxy-process.ts'
import { qcc, startQcc, temporaryFolder } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const METRICS = /\/metrics-text-/
const TRACES = /\/trace-export-/

/** Writes the name of each module that Node loads into a file. */
const spyOn = (file: string): string => `
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => {
  appendFileSync(${JSON.stringify(file)}, url + '\\n')
  return next(url, context)
} })`

test('what makes metrics or traces is loaded when somebody wants them, and not before', async () => {
  const folder = temporaryFolder()
  const [loaded, spy] = [join(folder, 'loaded'), join(folder, 'spy.mjs')]
  writeFileSync(spy, spyOn(loaded))
  const collector = await startCollector()
  const home = await homeWith([await upstream('one', [{ do: 'serve' }])])
  const env = { QCC_HOME: home, KEY_one: 'key-of-one' }
  const running = startQcc(['proxy', 'start'], { ...env, NODE_OPTIONS: `--import=${spy}` })
  const [url = ''] = await running.says(/http:\/\/127\.0\.0\.1:\d+/)
  const modules = () => readFileSync(loaded, 'utf8')

  expect((await sendMessage(url)).status).toBe(200)
  await send(`${url}/_qcc/healthz`, { method: 'GET' })
  expect(modules()).toMatch(/\/chunks\//)
  expect([METRICS.test(modules()), TRACES.test(modules())]).toEqual([false, false])

  await send(`${url}/_qcc/metrics`, { method: 'GET' })
  expect([METRICS.test(modules()), TRACES.test(modules())]).toEqual([true, false])

  await qcc(['config', 'set', 'otlp.endpoint', collector.url], env)
  await until('a request is traced', async () => {
    await sendMessage(url)
    return collector.spans.length > 0 ? true : null
  })
  expect(TRACES.test(modules())).toBe(true)
})
