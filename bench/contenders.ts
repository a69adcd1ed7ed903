import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One way to the upstream, in a process of its own. */
export interface Contender {
  readonly name: string
  readonly url: string
  readonly pid: number
}

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** Starts the upstream and everybody in front of it; `stop` ends them all. */
export async function startContenders(): Promise<{
  readonly contenders: readonly Contender[]
  readonly stop: () => void
}> {
  const children: ChildProcess[] = []
  const home = mkdtempSync(join(tmpdir(), 'qcc-bench-'))
  const stop = (): void => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(home, { recursive: true, force: true })
  }
  process.once('exit', stop)
  const start = async (name: string, args: (port: string) => readonly string[]): Promise<Contender> => {
    const port = await freePort()
    const child = spawn(process.execPath, args(String(port)), {
      stdio: 'ignore',
      env: { ...process.env, BENCH_KEY: 'made-up' },
    })
    children.push(child)
    await listening(port)
    return { name, url: `http://127.0.0.1:${String(port)}`, pid: child.pid ?? 0 }
  }

  const upstream = await start('direct', (port) => [here('upstream.ts'), port])
  const qcc = [here('../dist/qcc.mjs'), '--home', home]
  const target = ['--base-url', upstream.url, '--api-key-env', 'BENCH_KEY']
  execFileSync(process.execPath, [...qcc, '-q', 'add', 'bench', ...target])
  const contenders = [
    upstream,
    await start('bare', (port) => [here('peers/bare.ts'), port, upstream.url]),
    await start('bare-pipe', (port) => [here('peers/bare-pipe.ts'), port, upstream.url]),
    // As `proxy start -d` and `qcc run` start it.
    await start('qcc', (port) => [...qcc, 'proxy', 'start', '--as-daemon', '--port', port]),
  ]
  return { contenders, stop }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** Resolves once somebody listens there; rejects after five seconds without. */
async function listening(port: number): Promise<void> {
  for (let i = 0; i < 250; i++) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      }).on('error', () => {
        resolve(false)
      })
    })
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`nobody listens on port ${String(port)}`)
}
