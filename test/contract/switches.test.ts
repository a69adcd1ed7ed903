import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { History } from '../../src/ports/history.ts'
import { HISTORY_MIGRATIONS } from '../../src/store/migrations.ts'
import { openHistory } from '../../src/store/open-history.ts'
import { tierSwitch } from '../support/switches.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { trail } from '../support/trails.ts'

function newFile(): string {
  const folder = temporaryFolder()
  mkdirSync(folder, { recursive: true })
  return join(folder, 'history.db')
}

async function opened(file = newFile()): Promise<History & { readonly file: string }> {
  const history = await openHistory(file)
  onTestFinished(() => {
    history.close()
  })
  return { ...history, file }
}

const timesOf = async ({ switches }: History, most = 99): Promise<readonly number[]> =>
  (await switches.newest(most)).map(({ at }) => at)

test('switches come back as they were, the newest first, also after the file was opened again', async () => {
  const first = await opened()
  const byHand = tierSwitch({ at: 2, from: null, cause: 'manual', reason: '为了 "lunch"', evidence: [] })
  await first.switches.add([tierSwitch({ at: 1 }), byHand])
  // The order in which they happened, not that of their times: a clock may be set back.
  await first.switches.add([tierSwitch({ at: 0 })])
  await first.switches.add([])
  first.close()
  const again = await opened(first.file)
  expect(await again.switches.newest(2)).toEqual([tierSwitch({ at: 0 }), byHand])
  expect(await timesOf(again)).toEqual([0, 2, 1])
})

test('all but the newest, and those that are too old, are forgotten; requests are not', async () => {
  const history = await opened()
  await history.requests.add([trail({ request: 'aa' })])
  await history.switches.prune({ most: 1, since: 0 })
  await history.switches.add([1, 2, 3, 4, 5].map((at) => tierSwitch({ at })))
  await history.switches.prune({ most: 5, since: 1 })
  expect(await timesOf(history)).toEqual([5, 4, 3, 2, 1])
  await history.switches.prune({ most: 4, since: 0 })
  expect(await timesOf(history)).toEqual([5, 4, 3, 2])
  await history.switches.prune({ most: 9, since: 4 })
  expect(await timesOf(history)).toEqual([5, 4])
  await history.switches.prune({ most: 0, since: 0 })
  expect(await timesOf(history)).toEqual([])
  expect(await history.requests.find('', 9)).toHaveLength(1)
})

test('a history from before there were switches keeps its requests and gets the table', async () => {
  const file = newFile()
  const db = new DatabaseSync(file)
  db.exec(`${HISTORY_MIGRATIONS[0] ?? ''}; PRAGMA user_version = 1`)
  db.exec("INSERT INTO served (endpoint_id, at) VALUES ('one', 5)")
  db.close()
  const history = await opened(file)
  await history.switches.add([tierSwitch()])
  expect(await history.switches.newest(1)).toEqual([tierSwitch()])
  expect(await history.requests.lastServed(['one'])).toEqual(new Map([['one', 5]]))
})

test('a row that is no switch is called damage, by the name of the file', async () => {
  const history = await opened()
  await history.switches.add([tierSwitch()])
  const db = new DatabaseSync(history.file)
  db.exec("UPDATE switches SET switch = '{'")
  db.close()
  await expect(history.switches.newest(1)).rejects.toMatchObject({
    code: 'store-corrupt',
    details: { file: history.file },
  })
})

test('while somebody else writes, they can be read; what waits too long to be written is refused, and nothing of it kept', async () => {
  const history = await opened()
  await history.switches.add([tierSwitch({ at: 1 })])
  const other = new DatabaseSync(history.file)
  onTestFinished(() => {
    other.close()
  })
  other.exec('BEGIN IMMEDIATE')
  expect(await timesOf(history)).toEqual([1])
  await expect(history.switches.add([tierSwitch({ at: 2 })])).rejects.toMatchObject({ code: 'store-busy' })
  other.exec('ROLLBACK')
  expect(await timesOf(history)).toEqual([1])
})
