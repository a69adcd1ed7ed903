import { readdir, readFile, readlink } from 'node:fs/promises'
import { request } from 'node:http'
import { API, type Identity } from '../admin/contract.ts'
import { systemClock } from './system-clock.ts'

/** Who listens on a port, as far as can be told. */
export type PortOwner =
  | { readonly kind: 'qcc'; readonly version: string; readonly pid: number }
  | { readonly kind: 'process'; readonly name: string; readonly pid: number }
  | { readonly kind: 'unknown' }

const ASK_MS = 1_000

/** Asks whoever listens whether it is a QCC; otherwise looks in the process table, where there is one to read. */
export async function portOwner(host: string, port: number): Promise<PortOwner> {
  const identity = await askIdentity(host, port)
  if (identity !== null) return { kind: 'qcc', version: identity.version, pid: identity.pid }
  return (await listenerInProc(port).catch(() => null)) ?? { kind: 'unknown' }
}

function askIdentity(host: string, port: number): Promise<Identity | null> {
  return new Promise((resolve) => {
    const asking = request({ host, port, path: `${API}/identity`, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        resolve(identityIn(Buffer.concat(chunks).toString()))
      })
    })
    // Whoever is there need not be a web server, nor ever stop talking.
    systemClock.after(ASK_MS, () => asking.destroy())
    asking.on('close', () => {
      resolve(null)
    })
    asking.on('error', () => {
      resolve(null)
    })
    asking.end()
  })
}

function identityIn(text: string): Identity | null {
  try {
    const value = JSON.parse(text) as Partial<Identity> | null
    return value?.product === 'qcc' ? (value as Identity) : null
  } catch {
    return null
  }
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
