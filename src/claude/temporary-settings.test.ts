import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writeTemporarySettings } from './temporary-settings.ts'

function someFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-settings-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return join(folder, 'home', 'claude')
}

test('settings are written for their owner alone, and gone when they are removed', () => {
  const folder = someFolder()
  const settings = writeTemporarySettings(folder, { env: { A: '1' } })
  expect(JSON.parse(readFileSync(settings.file, 'utf8'))).toEqual({ env: { A: '1' } })
  expect([statSync(settings.file).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700])
  settings.remove()
  expect(readdirSync(folder)).toEqual([])
})

test('what a killed run left is removed by the next one; the files of the living, and of others, stay', () => {
  const folder = someFolder()
  mkdirSync(folder, { recursive: true })
  const dead = String(spawnSync(process.execPath, ['-e', '']).pid)
  const names = [`${dead}-0abc.json`, `${String(process.pid)}-0abc.json`, 'notes.json']
  for (const name of names) writeFileSync(join(folder, name), '{}')
  const { file } = writeTemporarySettings(folder, {})
  expect(readdirSync(folder).sort()).toEqual([...names.slice(1), file.slice(folder.length + 1)].sort())
})
