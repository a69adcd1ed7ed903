import { spawnSync } from 'node:child_process'
import { statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, type TestContext } from 'vitest'
import { temporaryFolder } from './qcc.ts'

/** A disk of a megabyte; where none can be had, the test is skipped. */
export function smallDisk(context: TestContext): string {
  const disk = temporaryFolder()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    const why = `no small disk can be had: ${mounted.error?.message ?? mounted.stderr}`
    console.log(`skipped: ${why}`)
    context.skip(why)
  }
  onTestFinished(() => void spawnSync('umount', [disk]))
  return disk
}

/** Takes all the room that there is. */
export function fill(disk: string): string {
  const filler = join(disk, 'filler')
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(filler, Buffer.alloc(bavail * bsize))
  return filler
}
