import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { qcc, temporaryFolder } from '../support/qcc.ts'

test('compiled code is kept in a home that is there, and the next start says the same', async () => {
  const home = join(temporaryFolder(), 'home')
  const run = (...args: readonly string[]) => qcc(args, { QCC_HOME: home })
  await run('add', 'work')
  const first = await run('list')
  expect(existsSync(join(home, 'cache'))).toBe(true)
  expect(readdirSync(join(home, 'cache'), { recursive: true }).length).toBeGreaterThan(5)
  expect(await run('list')).toEqual(first)
  expect(first).toMatchObject({ code: 0, stderr: '' })
})

test('where nothing can be kept, everything works without', async () => {
  const home = join(temporaryFolder(), 'home')
  mkdirSync(home, { mode: 0o700 })
  writeFileSync(join(home, 'cache'), 'in the way')
  const added = await qcc(['add', 'work'], { QCC_HOME: home })
  const listed = await qcc(['list'], { QCC_HOME: home })
  expect([added.code, listed.code, listed.stderr]).toEqual([0, 0, ''])
  expect(listed.stdout).toMatch(/\* +work/)
})

test('the version is told without making a home', async () => {
  const home = join(temporaryFolder(), 'home')
  expect((await qcc(['--version'], { QCC_HOME: home })).code).toBe(0)
  expect((await qcc(['--help'], { QCC_HOME: home })).code).toBe(0)
  expect(existsSync(home)).toBe(false)
})

test('garbage in the place of compiled code is not run', async () => {
  const home = join(temporaryFolder(), 'home')
  const run = (...args: readonly string[]) => qcc(args, { QCC_HOME: home })
  await run('add', 'work')
  const before = await run('list')
  const files = readdirSync(join(home, 'cache'), { recursive: true, withFileTypes: true })
  for (const file of files) if (file.isFile()) writeFileSync(join(file.parentPath, file.name), 'garbage')
  expect(await run('list')).toEqual(before)
})
