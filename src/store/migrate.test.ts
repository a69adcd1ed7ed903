import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../test/support/qcc.ts'
import { connection, type Connection } from './connection.ts'
import { migrate } from './migrate.ts'

const STEPS = ['CREATE TABLE a (x)', 'ALTER TABLE a ADD COLUMN y; INSERT INTO a VALUES (1, 2)']

function empty(): Connection {
  const file = join(temporaryFolder(), 'a.db')
  const db = new DatabaseSync(file)
  onTestFinished(() => {
    db.close()
  })
  return connection(db, file)
}

const schema = ({ db }: Connection) => db.prepare('PRAGMA user_version').get()?.['user_version']
const rows = ({ db }: Connection) => db.prepare('SELECT * FROM a').all().length

test('an empty database goes through every step, and again through none', () => {
  const open = empty()
  migrate(open, STEPS)
  migrate(open, STEPS)
  expect([schema(open), rows(open)]).toEqual([2, 1])
})

test('an older database goes through the steps that it lacks', () => {
  const open = empty()
  migrate(open, STEPS.slice(0, 1))
  expect([schema(open), rows(open)]).toEqual([1, 0])
  migrate(open, STEPS)
  expect([schema(open), rows(open)]).toEqual([2, 1])
})

test('a step that fails leaves nothing of itself and all that was before it', () => {
  const open = empty()
  const broken = [...STEPS.slice(0, 1), 'INSERT INTO a VALUES (1); CREATE TABLE a (x)']
  expect(() => {
    migrate(open, broken)
  }).toThrow('already exists')
  expect([schema(open), rows(open)]).toEqual([1, 0])
  migrate(open, STEPS)
  expect([schema(open), rows(open)]).toEqual([2, 1])
})

test('the database of another program is left alone', () => {
  const open = empty()
  open.db.exec('CREATE TABLE theirs (x)')
  expect(() => {
    migrate(open, STEPS)
  }).toThrow('another program')
  expect(open.db.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'theirs' }])
})
