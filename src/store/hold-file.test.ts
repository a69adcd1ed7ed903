import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { holdFile } from './hold-file.ts'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  onTestFinished(() => {
    rmSync(made, { recursive: true, force: true })
  })
  return made
}

/** Another process that holds the file until it is killed. */
async function holder(file: string): Promise<() => Promise<unknown>> {
  const script = `
    import { DatabaseSync } from 'node:sqlite'
    const db = new DatabaseSync(process.argv[1])
    db.exec('BEGIN EXCLUSIVE')
    process.stdout.write('held')
    setInterval(() => db, 1000)`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script, file])
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return () => {
    child.kill('SIGKILL')
    return once(child, 'exit')
  }
}

test('a file that another process holds cannot be taken, until that process is gone, however it went', async () => {
  const file = join(folder(), 'run.lock')
  const kill = await holder(file)
  expect(holdFile(file)).toBe(null)
  await kill()
  const hold = holdFile(file)
  expect(hold).not.toBe(null)
  hold?.release()
})

test('what is released can be taken again, and releasing twice does nothing', () => {
  const file = join(folder(), 'deep', 'run.lock')
  const first = holdFile(file)
  expect(holdFile(file)).toBe(null)
  first?.release()
  first?.release()
  const second = holdFile(file)
  expect(second).not.toBe(null)
  second?.release()
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a place where no file can be is told by name', () => {
  const file = join(folder(), 'a-file')
  writeFileSync(file, '')
  expect(() => holdFile(join(file, 'run.lock'))).toThrow(/run\.lock/)
})
