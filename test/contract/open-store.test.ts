import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../support/qcc.ts'
import { draft } from '../support/stores.ts'
import type { Store } from '../../src/ports/store.ts'
import { MIGRATIONS } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/open-store.ts'

const newPlace = () => join(temporaryFolder(), 'home', 'qcc.db')
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8)

async function open(file: string, waitMs = 5_000): Promise<Store> {
  const store = await openStore({ file, waitMs })
  onTestFinished(() => {
    store.close()
  })
  return store
}

/** A store with some versions, closed. */
async function filled(file: string, count = 3): Promise<void> {
  const store = await openStore({ file })
  for (let base = 0; base < count; base++) await store.versions.commit(base, draft(base + 1), count)
  store.close()
}

/** Changes the database without the store. */
function sql(file: string, statements: string): void {
  const db = new DatabaseSync(file)
  db.exec(statements)
  db.close()
}

const refusal = (file: string) =>
  openStore({ file }).then(
    () => 'opened',
    (error: unknown) => error,
  )

test.runIf(process.platform !== 'win32')(
  'a new home is its owner’s alone, and so is every file in it',
  async () => {
    const file = newPlace()
    const before = process.umask(0)
    onTestFinished(() => void process.umask(before))
    const { versions } = await open(file)
    await versions.commit(0, draft(1), 10)
    expect(modeOf(dirname(file))).toBe('700')
    expect(readdirSync(dirname(file)).map((name) => [name, modeOf(join(dirname(file), name))])).toEqual([
      ['qcc.db', '600'],
      ['qcc.db-shm', '600'],
      ['qcc.db-wal', '600'],
    ])
  },
)

test.runIf(process.platform !== 'win32')(
  'a file that others may read is closed to them; the folder stays as it was',
  async () => {
    const file = newPlace()
    mkdirSync(dirname(file), { mode: 0o755 })
    chmodSync(dirname(file), 0o755)
    writeFileSync(file, '', { mode: 0o644 })
    chmodSync(file, 0o644)
    await open(file)
    expect([modeOf(file), modeOf(dirname(file))]).toEqual(['600', '755'])
  },
)

test('a file without a byte is a new store', async () => {
  const file = join(temporaryFolder(), 'qcc.db')
  writeFileSync(file, '')
  const { versions } = await open(file)
  expect(await versions.commit(0, draft(1), 10)).toEqual({ kind: 'committed', number: 1 })
})

test('a closed store is one file, with everything in it', async () => {
  const file = newPlace()
  await filled(file)
  expect(readdirSync(dirname(file))).toEqual(['qcc.db'])
})

test('the log stays small while many versions come and go beside an open reader', async () => {
  const file = newPlace()
  const reader = await open(file)
  const writer = await open(file)
  const content = 'x'.repeat(20_000)
  for (let base = 0; base < 600; base++) {
    await writer.versions.commit(base, draft(base, { content }), 20)
    if (base % 10 === 0) await reader.versions.newest()
  }
  expect(statSync(`${file}-wal`).size).toBeLessThan(8 * 2 ** 20)
  expect(statSync(file).size).toBeLessThan(2 ** 20)
}, 30_000)

test('a database of a newer program is refused and left byte for byte as it is', async () => {
  const file = newPlace()
  await filled(file)
  sql(file, 'PRAGMA user_version = 1000')
  const before = readFileSync(file)
  expect(await refusal(file)).toMatchObject({
    code: 'store-newer',
    details: { file, found: 1_000, known: MIGRATIONS.length },
  })
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(dirname(file))).toEqual(['qcc.db'])
})

test('one of each older schema keeps what it holds and gets what it lacks', async () => {
  for (let known = 1; known < MIGRATIONS.length; known++) {
    const [file, model] = [newPlace(), newPlace()]
    await filled(model)
    mkdirSync(dirname(file))
    sql(file, [...MIGRATIONS.slice(0, known), `PRAGMA user_version = ${String(known)}`].join(';'))
    sql(file, `ATTACH '${model}' AS model; INSERT INTO versions SELECT * FROM model.versions`)
    const { clientTokens, versions } = await open(file)
    expect((await versions.list(10)).map(({ number }) => number)).toEqual([3, 2, 1])
    expect(await clientTokens.all()).toEqual([])
  }
})

test('and so is one of a newer program that left something in the log', async () => {
  const [file, copy] = [newPlace(), newPlace()]
  await filled(file)
  const writer = new DatabaseSync(file)
  onTestFinished(() => {
    writer.close()
  })
  writer.exec('PRAGMA user_version = 1000')
  mkdirSync(dirname(copy))
  for (const end of ['', '-wal']) writeFileSync(copy + end, readFileSync(file + end), { mode: 0o600 })
  expect(await refusal(copy)).toMatchObject({ code: 'store-newer' })
  for (const end of ['', '-wal']) expect(readFileSync(copy + end).equals(readFileSync(file + end))).toBe(true)
})

test.each([
  ['text', () => Buffer.from('this is no database at all\n'.repeat(400))],
  ['a file cut in the middle', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
  [
    'a file whose beginning is gone',
    (whole: Buffer) => Buffer.concat([Buffer.alloc(16), whole.subarray(16)]),
  ],
  [
    'a file whose first page is noise',
    (whole: Buffer) =>
      Buffer.concat([whole.subarray(0, 100), Buffer.alloc(3_996, 0x5a), whole.subarray(4_096)]),
  ],
])('%s is reported as damaged, and stays as it is', async (_what, damage) => {
  const file = newPlace()
  await filled(file, 200)
  writeFileSync(file, damage(readFileSync(file)))
  const before = readFileSync(file)
  expect(await refusal(file)).toMatchObject({ code: 'store-corrupt', details: { file } })
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(existsSync(`${file}-wal`)).toBe(false)
})

test('a changed byte inside a content is noticed', async () => {
  const file = newPlace()
  await filled(file)
  sql(file, `UPDATE versions SET content = replace(content, 'what', 'whut') WHERE number = 3`)
  const { versions } = await open(file)
  const damage = { code: 'store-corrupt', details: { file, why: 'version 3 is not as it was written' } }
  await expect(versions.newest()).rejects.toMatchObject(damage)
  await expect(versions.at(3)).rejects.toMatchObject(damage)
  expect(await versions.at(2)).toMatchObject({ number: 2 })
})

test('a state that is no JSON any more is noticed', async () => {
  const file = newPlace()
  const { states } = await open(file)
  await states.set('pin', { a: 1 })
  sql(file, `UPDATE states SET value = '{"a":'`)
  await expect(states.get('pin')).rejects.toMatchObject({ code: 'store-corrupt', details: { file } })
})

test('a file in the place of the folder is told with its path', async () => {
  const notAFolder = join(temporaryFolder(), 'home')
  writeFileSync(notAFolder, '')
  const file = join(notAFolder, 'qcc.db')
  expect(await refusal(file)).toMatchObject({ code: 'store-unwritable', details: { file } })
})

test('a writer that is kept waiting for too long says so and changes nothing', async () => {
  const file = newPlace()
  const { versions } = await open(file, 20)
  const other = new DatabaseSync(file)
  onTestFinished(() => {
    other.close()
  })
  other.exec('BEGIN IMMEDIATE')
  await expect(versions.commit(0, draft(1), 10)).rejects.toMatchObject({ code: 'store-busy' })
  other.exec('ROLLBACK')
  expect(await versions.newest()).toBeNull()
  expect(await versions.commit(0, draft(1), 10)).toEqual({ kind: 'committed', number: 1 })
})

test('a new database is opened although another process is writing it at that moment', async () => {
  const file = join(temporaryFolder(), 'qcc.db')
  const script = `
    const db = new (process.getBuiltinModule('node:sqlite').DatabaseSync)(process.argv[1])
    db.exec('BEGIN IMMEDIATE')
    process.stdout.write('held')
    setTimeout(() => db.exec('ROLLBACK'), 50)`
  const writer = spawn(process.execPath, ['--no-warnings', '-e', script, file])
  onTestFinished(() => void writer.kill('SIGKILL'))
  await once(writer.stdout, 'data')
  const { versions } = await open(file)
  expect(await versions.commit(0, draft(1), 10)).toEqual({ kind: 'committed', number: 1 })
})

test('reading does not wait for a writer', async () => {
  const file = newPlace()
  await filled(file)
  const { versions } = await open(file)
  const other = new DatabaseSync(file)
  onTestFinished(() => {
    other.close()
  })
  other.exec('BEGIN IMMEDIATE; DELETE FROM versions')
  expect((await versions.newest())?.number).toBe(3)
})
