/** Starting and ending what is measured: each by its own id, in a home of its own. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, connect, type AddressInfo } from 'node:net'
import { treeOf } from './process-cost.ts'

const LISTENS_WITHIN_MS = 15_000
const ENDS_WITHIN_MS = 2_000
const LOOK_AGAIN_MS = 20

interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly home: string
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
}

const children = new Set<ChildProcess>()

process.once('exit', () => {
  for (const { pid } of children) if (pid !== undefined) killTree(pid)
})

/** Nothing of whoever runs the benchmark: no keys, no settings, no other home. */
const environment = ({ env = {}, home }: Pick<Launch, 'env' | 'home'>): Record<string, string> => ({
  ...{ PATH: process.env['PATH'] ?? '', HOME: home, ...env },
})

/** Starts a server; resolves to its process's id once it listens on `port`, rejects with its last words when it does not. */
export async function launch({ args, command, port, ...place }: Launch): Promise<number> {
  const stdio: ('ignore' | 'pipe')[] = ['ignore', 'ignore', 'pipe']
  const child = spawn(command, args, { stdio, cwd: place.home, env: environment(place) })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (more: string) => (said = (said + more).slice(-500)))
  const failed = once(child, 'exit').then(
    ([code]) => {
      throw new Error(`it ended with ${String(code)}: ${said.trim().split('\n').at(-1) ?? ''}`)
    },
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' ? new Error(`${command} is not installed`) : error
    },
  )
  children.add(child)
  child.once('exit', () => children.delete(child))
  await Promise.race([failed, listening(port)])
  failed.catch(() => undefined)
  return child.pid ?? 0
}

/** Runs a command to its end, as `launch` would start it; returns what it printed. */
export function run(command: string, args: readonly string[], place: Pick<Launch, 'env' | 'home'>): string {
  const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'pipe']
  return execFileSync(command, args, { stdio, encoding: 'utf8', cwd: place.home, env: environment(place) })
}

/** Ends one that was launched, and what it started. */
export async function end(pid: number): Promise<void> {
  const child = [...children].find((one) => one.pid === pid)
  if (child === undefined) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => {
    killTree(pid)
  }, ENDS_WITHIN_MS)
  await gone
  clearTimeout(timer)
}

/** A port of loopback that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

export const originAt = (port: number): string => `http://127.0.0.1:${port}`

function killTree(pid: number): void {
  for (const one of treeOf(pid)) {
    try {
      process.kill(one, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
}

async function listening(port: number): Promise<void> {
  const endsAt = performance.now() + LISTENS_WITHIN_MS
  while (performance.now() < endsAt) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      }).on('error', () => {
        resolve(false)
      })
    })
    if (isUp) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  throw new Error(`nobody listened on port ${port} within ${LISTENS_WITHIN_MS / 1_000} s`)
}
