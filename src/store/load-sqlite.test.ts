import { expect, test } from 'vitest'
import { loadSqlite } from './load-sqlite.ts'

test('after the load warnings are heard as before', () => {
  const before: unknown = Reflect.get(process, 'emitWarning')
  expect(loadSqlite().DatabaseSync).toBeTypeOf('function')
  expect(Reflect.get(process, 'emitWarning')).toBe(before)
})
