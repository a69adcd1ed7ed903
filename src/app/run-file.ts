import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunFile } from '../admin/contract.ts'
import { parseRunFile } from '../admin/parse.ts'

const fileOf = (home: string): string => join(home, 'run.json')

/** Null when there is none, or none that makes sense. */
export function readRunFile(home: string): RunFile | null {
  try {
    return parseRunFile(readFileSync(fileOf(home), 'utf8'))
  } catch {
    return null
  }
}

/** For its owner's eyes only, and never seen half written. */
export function writeRunFile(home: string, run: RunFile): void {
  const draft = `${fileOf(home)}.${run.instance}`
  writeFileSync(draft, `${JSON.stringify(run)}\n`, { mode: 0o600 })
  renameSync(draft, fileOf(home))
}

/** Unless another proxy has put its own there by now. One that cannot be removed is stale, which harms nobody. */
export function removeRunFile(home: string, instance: string): void {
  if (readRunFile(home)?.instance !== instance) return
  try {
    rmSync(fileOf(home), { force: true })
  } catch {
    // Who asks there is answered by nobody.
  }
}
