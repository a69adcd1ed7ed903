import stringWidth from 'fast-string-width'
import { describe, expect, test } from 'vitest'
import type { Document } from '../core/config/document.ts'
import { sayIn } from '../../test/support/say.ts'
import { own } from '../../test/support/documents.ts'
import { cutTo, pickerRows, rowLines } from './picker-rows.ts'

const say = sayIn('en')
const DOCUMENT: Document = {
  profiles: [
    { name: 'work', endpoints: [own('1', 'a'), own('2', 'b', { enabled: false })] },
    { name: 'spare', description: '备用', endpoints: [own('3', 'c')] },
    { name: 'empty', endpoints: [] },
  ],
  defaultProfile: 'spare',
  settings: {},
}

describe('rows', () => {
  test('without tiers are the profiles, and the default one is preselected', () => {
    const { preselected, rows } = pickerRows(DOCUMENT, null, say)
    expect(preselected).toBe(1)
    expect(rows).toEqual([
      { profile: 'work', label: 'work', about: '1/2 endpoint(s)' },
      { profile: 'spare', label: 'spare', about: 'default · 1/1 endpoint(s) · 备用' },
      { profile: 'empty', label: 'empty', about: '0/0 endpoint(s)' },
    ])
  })

  test('with tiers begin with the active set, which is preselected', () => {
    const document = { ...DOCUMENT, tiers: { primary: ['spare'], fallback: ['work'] } }
    const { preselected, rows } = pickerRows(document, new Map(), say)
    expect(preselected).toBe(0)
    expect(rows[0]).toEqual({ label: 'Automatic', about: 'spare → work' })
    expect(rows[1]?.about).toBe('fallback · 0/2 endpoint(s)')
  })
})

describe('lines', () => {
  const rows = Array.from({ length: 11 }, (_, at) => ({
    label: at === 3 ? '自动' : `profile-${String(at)}`,
    about: at === 4 ? '备用的配置档，只在紧急情况下使用' : 'about\tit',
  }))

  test.each([20, 33, 34, 80])('fit into %d columns, in order, numbered up to 9', (columns) => {
    const lines = rowLines(rows, columns, stringWidth)
    expect(lines.map((line) => line.slice(0, 2))).toEqual([
      ...Array.from({ length: 9 }, (_, at) => `${String(at + 1)} `),
      '  ',
      '  ',
    ])
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
  })

  test('begin what is behind the labels in one column', () => {
    const lines = rowLines(rows, 80, stringWidth)
    const starts = lines.map((line) => stringWidth(line.slice(0, line.search(/about|备用/))))
    expect(new Set(starts)).toEqual(new Set([14]))
  })
})

test.each([
  [5, 'abcde', 'abcde'],
  [4, 'abcde', 'abc…'],
  [5, '备用的', '备用…'],
  [6, '备用的', '备用的'],
  [1, 'abc', '…'],
  [4, 'ab cd', 'ab…'],
])('%d columns hold of %j %j', (columns, text, expected) => {
  expect(cutTo(columns, text, stringWidth)).toBe(expected)
})
