import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { RunFile } from '../admin/contract.ts'
import { readRunFile, removeRunFile, writeRunFile } from './run-file.ts'

const RUN: RunFile = {
  ...{ url: 'http://127.0.0.1:1', instance: 'one', pid: 1, token: 't', flags: { 'proxy.port': 1 } },
  ...{ clientToken: null, profile: null, daemon: true },
}

function folder(): string {
  const home = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true })
  })
  return home
}

test('what is written is read, is for its owner only, and replaces what was there', () => {
  const home = folder()
  writeRunFile(home, RUN)
  writeRunFile(home, { ...RUN, instance: 'two' })
  expect(readRunFile(home)).toEqual({ ...RUN, instance: 'two' })
  expect(readdirSync(home)).toEqual(['run.json'])
  if (process.platform !== 'win32') expect(statSync(join(home, 'run.json')).mode & 0o777).toBe(0o600)
})

test('a proxy removes its own file and nobody else’s', () => {
  const home = folder()
  writeRunFile(home, RUN)
  removeRunFile(home, 'two')
  expect(readRunFile(home)).toEqual(RUN)
  removeRunFile(home, 'one')
  expect(readdirSync(home)).toEqual([])
  removeRunFile(home, 'one')
})

test.each([
  '',
  '{',
  'null',
  '{}',
  JSON.stringify({ ...RUN, url: 'https://evil.example/' }),
  JSON.stringify({ ...RUN, pid: '1' }),
])('%j in its place is no proxy', (text) => {
  const home = folder()
  writeFileSync(join(home, 'run.json'), text)
  expect(readRunFile(home)).toBe(null)
})

test('no file is no proxy', () => {
  expect(readRunFile(folder())).toBe(null)
})
