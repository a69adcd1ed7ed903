// The threat model names, for each threat, a test that is there.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { root } from './fixture-tree.ts'

const textOf = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const model = textOf('docs/security.md')
/** The cells of tables whose first column is a threat. */
const threats = model
  .split('| threat | defence | shown by |\n')
  .slice(1)
  .flatMap((table) => /^(?:\|.*\n)+/.exec(table)?.[0].trimEnd().split('\n').slice(1) ?? [])
  .map((line) => line.split('|').map((cell) => cell.trim()))

it('tells of threats of every kind', () => {
  expect(threats.length).toBeGreaterThan(30)
})

it.each(threats)('%s%s: its tests are there', (_before, _threat, _defence, shown = '') => {
  const files = [...shown.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file)
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((file) => !/\.test\.ts$/.test(file) || !existsSync(path.join(root, file)))).toEqual([])
})

it.each([
  ['README.md', 'docs/security.md'],
  ['README.zh-CN.md', 'docs/security.zh-CN.md'],
  ['SECURITY.md', 'docs/security.md'],
])('%s leads to %s', (from, to) => {
  expect(textOf(from)).toContain(`](${to})`)
})

it('is as long a list of who may reach what in both languages', () => {
  const rowsOf = (text: string, heading: string): number =>
    (text.split(heading)[1] ?? '').split('\n## ')[0]?.match(/^\|/gm)?.length ?? 0
  const rows = rowsOf(model, '## Who may reach what')
  expect([rows > 5, rowsOf(textOf('docs/security.zh-CN.md'), '## 谁能接触什么')]).toEqual([true, rows])
})
