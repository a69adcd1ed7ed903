import { expect, test } from 'vitest'
import { sayIn } from '../../test/support/say.ts'
import { AppError } from '../errors/app-error.ts'
import { codeOf, storeFailure } from './store-failure.ts'

const sqlite = (errcode: number) => Object.assign(new Error('words'), { code: 'ERR_SQLITE_ERROR', errcode })
const system = (code: string) => Object.assign(new Error('words'), { code })

test.each([
  ['SQLITE_BUSY', sqlite(5), 'store-busy'],
  ['SQLITE_BUSY_SNAPSHOT', sqlite(517), 'store-busy'],
  ['SQLITE_READONLY_DIRECTORY', sqlite(1_544), 'store-unwritable'],
  ['SQLITE_CANTOPEN', sqlite(14), 'store-unwritable'],
  ['SQLITE_FULL', sqlite(13), 'store-full'],
  ['SQLITE_IOERR_SHMSIZE', sqlite(4_874), 'store-full'],
  ['SQLITE_IOERR_FSYNC', sqlite(1_034), 'store-failed'],
  ['SQLITE_CORRUPT', sqlite(11), 'store-corrupt'],
  ['SQLITE_NOTADB', sqlite(26), 'store-corrupt'],
  ['SQLITE_ERROR', sqlite(1), 'store-corrupt'],
  ['SQLITE_INTERNAL', sqlite(2), 'store-failed'],
  ['EACCES', system('EACCES'), 'store-unwritable'],
  ['EROFS', system('EROFS'), 'store-unwritable'],
  ['ENOSPC', system('ENOSPC'), 'store-full'],
  ['EIO', system('EIO'), 'store-failed'],
  ['a text', 'words', 'store-failed'],
])('%s', (_name, error, code) => {
  expect(codeOf(error)).toBe(code)
  expect(storeFailure(error, '/home/qcc.db')).toMatchObject({
    code,
    cause: error,
    details: { file: '/home/qcc.db', why: 'words' },
  })
})

test('what SQLite quotes of a damaged file cannot write to a terminal', () => {
  const { details } = storeFailure(new Error('unrecognized token: "\u001b[2J"'), 'file')
  expect(details['why']).toBe('unrecognized token: "?[2J"')
})

test('an error that has a code already stays as it is', () => {
  const error = new AppError('store-newer', 'newer')
  expect(storeFailure(error, 'file')).toBe(error)
})

test.each(['en', 'zh'] as const)('what a person is told names the file, in %s', (lang) => {
  const { details, failure } = storeFailure(sqlite(13), '/home/qcc.db')
  const text = failure.text === undefined ? '' : sayIn(lang)(failure.text, details)
  expect(text).toContain('/home/qcc.db')
  expect(text).not.toMatch(/[{}]/)
})
