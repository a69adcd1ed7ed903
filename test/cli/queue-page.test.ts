// What docs/queue.md tells a script to do for an answer that comes later does get it.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../rules/fixture-tree.ts'
import { homeWith } from '../support/home.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { until } from '../support/proxy-process.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_main: 'made-up-main-0123456789' }

/** The script of the page, for a proxy that listens elsewhere, and for somebody in a hurry. */
function script(url: string): string {
  const [, text = ''] =
    /```sh\n(proxy=[^]*?)```/.exec(readFileSync(join(root, 'docs/queue.md'), 'utf8')) ?? []
  const here = text.replace('http://127.0.0.1:7860', url).replace('sleep 5', 'sleep 0.2')
  expect(here).toContain(url)
  expect(here).toContain('sleep 0.2')
  return here
}

const isHere = spawnSync('curl', ['--version']).status === 0

test.runIf(isHere)(
  'a script that hands in a request while everybody is out gets its answer when somebody is back',
  async () => {
    const main = await upstream('main', [{ do: 'serve' }], { key: KEYS.KEY_main })
    const home = await homeWith([main], { 'queue.base': 0.05, 'circuit.max-open': 1 })
    const env = { QCC_HOME: home, ...KEYS }
    const { url } = JSON.parse((await qcc(['proxy', 'start', '-d', '--json'], env)).stdout) as {
      readonly url: string
    }
    await main.down()
    const cwd = temporaryFolder()
    const running = spawn('/bin/sh', ['-c', script(url)], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = new Promise<string>((resolve) => {
      let text = ''
      running.stdout.setEncoding('utf8').on('data', (more: string) => (text += more))
      running.on('close', () => {
        resolve(text)
      })
    })
    await until('it is kept', async () => {
      const { items } = JSON.parse((await qcc(['queue', 'list', '--json'], env)).stdout) as {
        items: unknown[]
      }
      return items.length === 1 ? true : null
    })
    await main.up()
    const answer: unknown = JSON.parse(await ended)
    expect(answer).toMatchObject({ type: 'message', model: 'claude-opus-5-5', stop_reason: 'end_turn' })
    const sent = main.seen.filter(({ body }) => body.includes('claude-opus-5-5'))
    expect(sent).toHaveLength(1)
  },
)
