import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from './merged-settings.ts'

/** A file of settings that lasts as long as a run. */
export interface TemporarySettings {
  readonly file: string
  remove(): void
}

/**
 * Writes settings that only their owner may read, into `folder`, which is
 * QCC's alone. What a run that was killed left there is removed.
 */
export function writeTemporarySettings(folder: string, settings: JsonObject): TemporarySettings {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  removeLeftovers(folder)
  const file = join(folder, `${String(process.pid)}-${randomUUID()}.json`)
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  return {
    file,
    remove: () => {
      rmSync(file, { force: true })
    },
  }
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const [, pid] = /^(\d+)-[\da-f-]+\.json$/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, name), { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // A process of somebody else is one, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
