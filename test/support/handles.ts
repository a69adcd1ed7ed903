import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

export interface Handles {
  readonly sockets: number
  readonly files: number
}

/** What a process has open, on Linux. Source: proc(5). A handle that is closed while they are read is none. */
export function handlesOf(pid: number): Handles {
  const folder = `/proc/${String(pid)}/fd`
  const targets = readdirSync(folder).map((name) => {
    try {
      return readlinkSync(join(folder, name))
    } catch {
      return ''
    }
  })
  const count = (start: string): number => targets.filter((target) => target.startsWith(start)).length
  return { sockets: count('socket:'), files: count('/') }
}
