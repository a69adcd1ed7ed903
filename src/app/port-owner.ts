import { createServer } from 'node:net'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { AppError } from '../errors/app-error.ts'
import { askIdentity } from './ask-proxy.ts'
import { systemClock } from './system-clock.ts'
import { toldError } from './told-error.ts'

/** Who listens on a port, as far as can be told. */
type PortOwner =
  | { readonly kind: 'qcc'; readonly version: string; readonly pid: number }
  | { readonly kind: 'process'; readonly name: string; readonly pid: number }
  | { readonly kind: 'unknown' }

/** Asks whoever listens whether it is a QCC; otherwise looks in the process table, where there is one to read. */
async function portOwner(host: string, port: number): Promise<PortOwner> {
  const shown = host.includes(':') ? `[${host}]` : host
  const identity = await askIdentity(`http://${shown}:${String(port)}`, systemClock)
  if (identity !== null) return { kind: 'qcc', version: identity.version, pid: identity.pid }
  return (await listenerInProc(port).catch(() => null)) ?? { kind: 'unknown' }
}

/** The error that says by whom. */
export async function portTaken(host: string, port: number, cause: unknown): Promise<AppError> {
  const owner = await portOwner(host, port)
  return toldError('port-taken', `proxy.port-taken-${owner.kind}`, { host, port, ...owner }, cause)
}

/** The same for whatever else kept a server from listening there; null for what is no matter of sockets. */
export async function notListening(host: string, port: number, cause: unknown): Promise<AppError | null> {
  const { code, message } = cause as NodeJS.ErrnoException
  if (cause instanceof AppError || code === undefined) return null
  if (code === 'EADDRINUSE') return portTaken(host, port, cause)
  return toldError('not-listening', 'proxy.cannot-listen', { host, port, why: message }, cause)
}

/** Tries it; null when a server could listen there. */
export function listenFault(host: string, port: number): Promise<AppError | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', (error) => {
      notListening(host, port, error).then(resolve, reject)
    })
    server.listen({ host, port, exclusive: true }, () => {
      server.close(() => {
        resolve(null)
      })
    })
  })
}

const LISTENING = '0A'

/** Linux: the socket's inode from /proc/net/tcp, then the process that has it open. Source: proc(5). */
async function listenerInProc(port: number): Promise<PortOwner | null> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0')
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  )
  const rows = tables
    .join('\n')
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
  const row = rows.find(
    ([, local, , state]) => local?.endsWith(`:${hexPort}`) === true && state === LISTENING,
  )
  if (row === undefined) return null
  const socket = `socket:[${row[9] ?? ''}]`
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (await hasOpen(pid, socket)) {
      const name = (await readFile(`/proc/${pid}/comm`, 'utf8')).trim()
      return { kind: 'process', name, pid: Number(pid) }
    }
  }
  return null
}

/** False as well for processes of others, which may not be looked into. */
async function hasOpen(pid: string, target: string): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => [])
  const links = await Promise.all(files.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')))
  return links.includes(target)
}
