import stringWidth from 'fast-string-width'
import { expect, test } from 'vitest'
import { recordedOutput } from '../../test/support/output.ts'
import { printPairs, printTable } from './table.ts'

async function table(titles: readonly string[], rows: readonly (readonly string[])[]) {
  const { lines, output } = recordedOutput()
  await printTable({ ...output, heading: (text) => `<${text}>` }, titles, rows)
  return lines.map((line) => line.replace(/^data /, ''))
}

test('columns start at the same place, with characters of any width', async () => {
  const [head = '', ...lines] = await table(
    ['Name', 'Description', 'URL'],
    [
      ['work', '工作用的配置', 'https://a'],
      ['b', 'spare 👍', 'https://b'],
      ['长名字', '-', 'https://c'],
    ],
  )
  expect(head).toBe('<NAME    DESCRIPTION   URL>')
  expect(lines).toEqual([
    'work    工作用的配置  https://a',
    'b       spare 👍      https://b',
    '长名字  -             https://c',
  ])
  expect(new Set(lines.map((line) => stringWidth(line.slice(0, line.indexOf('https'))))).size).toBe(1)
})

test('no line ends in spaces, also where the last cells are short', async () => {
  expect(
    await table(
      ['A', 'Long title'],
      [
        ['x', 'y'],
        ['long cell', ''],
      ],
    ),
  ).toEqual(['<A          LONG TITLE>', 'x          y', 'long cell'])
})

test('line breaks and control characters in a cell do not break the table', async () => {
  const rows = [['one\ntwo', '\u001B[2Jx\t']]
  expect(await table(['A', 'B'], rows)).toEqual(['<A        B>', 'one two  [2Jx'])
})

test('what pairs say starts at the same place', async () => {
  const { lines, output } = recordedOutput()
  await printPairs(
    output,
    [
      ['代理', 'runs'],
      ['home', '/x'],
      ['a', ''],
    ],
    '  ',
  )
  expect(lines).toEqual(['data   代理  runs', 'data   home  /x', 'data   a'])
})
