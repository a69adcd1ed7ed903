// What `use` and `undo` leave alone, and say why.
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FileOperations } from '../../src/claude/file-operations.ts'
import { realFiles } from '../../src/claude/file-operations.ts'
import { journalFolder } from '../../src/claude/use-journal.ts'
import { temporaryFolder } from '../support/qcc.ts'
import {
  everythingIn,
  placeSettings,
  settingsIn,
  settingsRig,
  THROUGH_PROXY,
} from '../support/settings-rig.ts'

const readIn = (folder: string): string => readFileSync(settingsIn(folder), 'utf8')
const put = (folder: string, text: string): void => {
  placeSettings(folder, Buffer.from(text))
}
const used = { kind: 'used' }
const whole = { kind: 'undone', how: 'whole', kept: [] }

describe('is refused, and nothing is written:', () => {
  test.each([
    ['a file that nobody may write', '{}', 0o444, { kind: 'read-only' }],
    ['no JSON', '{\n  "a" 1\n}', 0o644, { kind: 'no-json', line: 2, column: 7, why: 'ColonExpected' }],
    ['no object', '[]', 0o644, { kind: 'no-object' }],
    ['an env that is none', '{"env":[]}', 0o644, { kind: 'env-no-object' }],
  ])('%s', (_, text, mode, why) => {
    const folder = temporaryFolder()
    placeSettings(folder, Buffer.from(text), { mode })
    const before = everythingIn(folder)
    const file = settingsIn(folder)
    expect(settingsRig(folder).use(THROUGH_PROXY)).toEqual({ kind: 'refused', file, why })
    expect(everythingIn(folder)).toEqual(before)
    expect(settingsRig(folder).inUse()).toEqual([])
  })

  test('other letters than those of UTF-8', () => {
    const folder = temporaryFolder()
    placeSettings(folder, Buffer.from('\uFEFF{"model":"opus"}', 'utf16le'))
    expect(settingsRig(folder).use(THROUGH_PROXY)).toMatchObject({ why: { kind: 'no-utf-8' } })
  })

  test('a folder in the place of the file', () => {
    const folder = temporaryFolder()
    mkdirSync(settingsIn(folder), { recursive: true })
    expect(settingsRig(folder).use(THROUGH_PROXY)).toMatchObject({ why: { kind: 'no-file' } })
  })

  test('links in a circle', () => {
    const folder = temporaryFolder()
    mkdirSync(dirname(settingsIn(folder)), { recursive: true })
    symlinkSync('settings.json', settingsIn(folder))
    expect(settingsRig(folder).use(THROUGH_PROXY)).toMatchObject({ why: { kind: 'unreadable' } })
  })

  test('a home that cannot be written', () => {
    const folder = temporaryFolder()
    put(folder, '{}')
    writeFileSync(join(folder, 'qcc'), '')
    expect(settingsRig(folder).use(THROUGH_PROXY)).toMatchObject({ why: { kind: 'not-tried' } })
    expect(readIn(folder)).toBe('{}')
  })

  test('what another process is at', () => {
    const folder = temporaryFolder()
    put(folder, '{}')
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    let inner: unknown
    const files: FileOperations = {
      ...realFiles,
      renameSync: (from, to) => {
        inner ??= settings.undo(false)
        realFiles.renameSync(from, to)
      },
    }
    expect(settingsRig(folder, files).undo(false)).toMatchObject(whole)
    expect(inner).toMatchObject({ kind: 'refused', why: { kind: 'busy' } })
  })
})

describe('on the way', () => {
  const failing = (more: Partial<FileOperations>): FileOperations => ({ ...realFiles, ...more })

  test('a full disk leaves all as it was, and says so', () => {
    const folder = temporaryFolder()
    put(folder, '{"model":"opus"}')
    const before = everythingIn(folder)
    const files = failing({
      writeSync: (fd: number, buffer: unknown, at?: unknown) => {
        if (String(buffer).includes('"model"')) throw new Error('ENOSPC: no space left on device')
        return realFiles.writeSync(fd, buffer as Buffer, at as number)
      },
    })
    expect(settingsRig(folder, files).use(THROUGH_PROXY)).toMatchObject({
      ...{ kind: 'refused', why: { kind: 'not-written', why: 'ENOSPC: no space left on device' } },
    })
    expect(everythingIn(folder)).toEqual(before)
    expect(settingsRig(folder).inUse()).toEqual([])
  })

  test('what somebody else writes at the same moment is not lost', () => {
    const folder = temporaryFolder()
    put(folder, '{"model":"opus"}')
    const files = failing({
      openSync: (place, flags, mode) => {
        if (String(place).endsWith('.qcc')) writeFileSync(settingsIn(folder), '{"model":"sonnet"}')
        return realFiles.openSync(place, flags, mode)
      },
    })
    expect(settingsRig(folder, files).use(THROUGH_PROXY)).toMatchObject({
      why: { kind: 'changed-meanwhile' },
    })
    expect([readIn(folder), readdirSync(dirname(settingsIn(folder)))]).toEqual([
      '{"model":"sonnet"}',
      ['settings.json'],
    ])
  })

  test('a file keeps its owner, or is left alone where that cannot be', () => {
    const folder = temporaryFolder()
    put(folder, '{}')
    const owners: (readonly [number, number])[] = []
    const foreign = (fails: boolean): FileOperations =>
      failing({
        statSync: ((place: string, options?: object) => {
          const stats = realFiles.statSync(place, options)
          return stats === undefined || !place.endsWith('settings.json')
            ? stats
            : Object.assign(stats, { uid: 4_711 })
        }) as FileOperations['statSync'],
        fchownSync: (_fd, uid, gid) => {
          if (fails) throw new Error('EPERM: operation not permitted, fchown')
          owners.push([uid, gid])
        },
      })
    expect(settingsRig(folder, foreign(true)).use(THROUGH_PROXY)).toMatchObject({
      why: { kind: 'not-written' },
    })
    expect(readIn(folder)).toBe('{}')
    expect(settingsRig(folder, foreign(false)).use(THROUGH_PROXY)).toMatchObject(used)
    expect(owners).toEqual([[4_711, statSync(settingsIn(folder)).gid]])
  })

  test('a mode that the person changes between the two stays theirs', () => {
    const folder = temporaryFolder()
    put(folder, '{}')
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    chmodSync(settingsIn(folder), 0o640)
    settings.undo(false)
    expect(statSync(settingsIn(folder)).mode & 0o777).toBe(0o640)
  })
})

test('a journal that nobody can read is told, and nothing is written', () => {
  const folder = temporaryFolder()
  put(folder, '{}')
  const settings = settingsRig(folder)
  settings.use(THROUGH_PROXY)
  const journals = journalFolder(join(folder, 'qcc'))
  const [name = ''] = readdirSync(journals).filter((one) => one.endsWith('.json'))
  expect(statSync(join(journals, name)).mode & 0o777).toBe(0o600)
  writeFileSync(join(journals, name), '{"format":99}')
  const before = everythingIn(folder)
  for (const result of [settings.undo(false), settings.use(THROUGH_PROXY)]) {
    expect(result).toMatchObject({ kind: 'refused', why: { kind: 'not-tried' } })
  }
  expect([everythingIn(folder), settings.inUse(), settings.heal()]).toEqual([before, [], []])
})
