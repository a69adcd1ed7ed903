import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { SERVING_FLAGS } from '../src/app/roomy-heap.ts'
import type { Contender, Place } from './contender.ts'
import { betterCcflare } from './peers/better-ccflare/better-ccflare.ts'
import { claudeCodeRouter } from './peers/claude-code-router/claude-code-router.ts'
import { haproxy } from './peers/haproxy/haproxy.ts'
import { nginx } from './peers/nginx/nginx.ts'
import { openDashboard } from './dashboard.ts'
import { launch, run } from './processes.ts'

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
const QCC = here('../dist/qcc.mjs')
/** A 529 sets an endpoint aside for seconds: where each request is to meet one, it is a failure like others. */
const STILL_ASKED = ['--rule', '529=unavailable']

/** The upstream itself is asked: nothing is started. */
const direct: Contender = {
  name: 'direct',
  about: 'the upstream without anything before it',
  failsOver: false,
  isYardstick: true,
  start: () => Promise.resolve({ pid: 0 }),
}

const bare: Contender = {
  name: 'bare',
  about:
    'a pass-through of `node:http` and undici `Pool.dispatch` that keeps no body, judges nothing and fails over to nobody (`bench/peers/bare.ts`): the least that a proxy on Node can cost',
  failsOver: false,
  isYardstick: true,
  start: async ({ endpoints, home, port }) => ({
    pid: await launch({
      ...{ command: process.execPath, args: [here('peers/bare.ts'), String(port), ...endpoints] },
      ...{ home, port },
    }),
  }),
}

/** The built program, as `qcc proxy start -d` and `qcc run` start it; nothing that is on by default is off. */
async function startQcc({ endpoints, home, port }: Place): Promise<number> {
  const qcc = [QCC, '--home', home, '-q']
  const env = { BENCH_KEY: 'made-up' }
  const command = process.execPath
  run(command, [...qcc, 'add', 'bench', '--strategy', 'priority'], { home, env })
  for (const [at, endpoint] of endpoints.entries()) {
    const target = ['--name', `e${at}`, '--base-url', endpoint, '--api-key-env', 'BENCH_KEY']
    const order = ['--priority', String(at + 1), ...(endpoints.length > 1 ? STILL_ASKED : [])]
    run(command, [...qcc, 'endpoint', 'add', 'bench', ...target, ...order], { home, env })
  }
  const start = ['proxy', 'start', '--as-daemon', '--port', String(port)]
  return launch({ command, args: [...SERVING_FLAGS, QCC, '--home', home, ...start], home, port, env })
}

const qcc: Contender = {
  name: 'qcc',
  about:
    'the built program, as `qcc proxy start -d` and `qcc run` start it, with log, trails, usage and metrics on',
  failsOver: true,
  isYardstick: true,
  start: async (place) => ({ pid: await startQcc(place) }),
}

const watched: Contender = {
  ...qcc,
  name: 'qcc-watched',
  about: 'the same with a dashboard open, which hears of every request, and its metrics read each second',
  failsOver: false,
  start: async (place) => {
    const pid = await startQcc(place)
    const link = execFileSync(process.execPath, [QCC, '--home', place.home, 'dashboard', '--no-open', '-q'])
    return { pid, leave: await openDashboard(String(link)) }
  },
}

/** In the order of the tables. */
export const CONTENDERS: readonly Contender[] = [
  direct,
  bare,
  qcc,
  watched,
  nginx,
  haproxy,
  betterCcflare,
  claudeCodeRouter,
]
