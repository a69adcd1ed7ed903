// A real Prometheus scrapes a proxy and evaluates the alerts, where it is installed.
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { send, sendMessage } from '../support/http.ts'
import { until } from '../support/proxy-process.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { eventually, startRig, upstream } from '../support/rig.ts'

const ALERTS = path.resolve(import.meta.dirname, '../../docs/monitoring/alerts.yml')
const isHere = spawnSync('prometheus', ['--version']).status === 0
if (!isHere) console.log('skipped: prometheus is not installed ("apt install prometheus")')

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => {
        resolve(port)
      })
    })
  })

/** Scrapes each second; it ends with the test. */
async function prometheusAt(target: string): Promise<(path: string) => Promise<unknown>> {
  const folder = temporaryFolder()
  const file = path.join(folder, 'prometheus.yml')
  const scrape = { job_name: 'qcc', metrics_path: '/_qcc/metrics', static_configs: [{ targets: [target] }] }
  const globally = { scrape_interval: '1s', evaluation_interval: '1s' }
  writeFileSync(file, JSON.stringify({ global: globally, rule_files: [ALERTS], scrape_configs: [scrape] }))
  const address = `127.0.0.1:${String(await freePort())}`
  const flags = ['--config.file', file, '--storage.tsdb.path', folder, '--web.listen-address', address]
  const child = spawn('prometheus', flags, { stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('close', resolve))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return async (asked) => {
    const answer = await send(`http://${address}/api/v1/${asked}`, { method: 'GET' }).catch(() => null)
    return answer?.status === 200 ? (JSON.parse(answer.body.toString()) as { data: unknown }).data : null
  }
}

interface Found {
  readonly result: readonly { readonly value: readonly [number, string] }[]
}
interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly name: string; readonly health: string }[]
  }[]
}

test.skipIf(!isHere)('a real Prometheus scrapes what it is told, and can evaluate every alert', async () => {
  const up = await upstream('one', [{ do: 'serve' }])
  const rig = await startRig([up])
  for (let n = 0; n < 3; n++) await sendMessage(rig.url)
  await eventually('the requests are over', () => rig.trails.length === 3)
  const ask = await prometheusAt(new URL(rig.url).host)
  const valueOf = async (query: string): Promise<number | null> => {
    const found = (await ask(`query?query=${encodeURIComponent(query)}`)) as Found | null
    const [one] = found?.result ?? []
    return one === undefined ? null : Number(one.value[1])
  }
  expect(await until('it scrapes', () => valueOf('up == 1'))).toBe(1)
  expect(await until('it has counts', () => valueOf('sum(qcc_requests_total{ending="served"})'))).toBe(3)
  expect(await valueOf('qcc_first_content_seconds_count{endpoint="rig/one"}')).toBe(3)
  const healths = await until('all alerts were evaluated', async () => {
    const rules = ((await ask('rules')) as Rules | null)?.groups.flatMap((group) => group.rules) ?? []
    return rules.length > 0 && rules.every(({ health }) => health !== 'unknown') ? rules : null
  })
  expect(healths.filter(({ health }) => health !== 'ok')).toEqual([])
})
