import { lstatSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sayIn } from '../../test/support/say.ts'
import { temporaryFolder } from '../../test/support/qcc.ts'
import type { Context } from './context.ts'
import { writePrivate } from './write-private.ts'

const agreed = { say: sayIn('en'), yes: true } as unknown as Context
const modeOf = (file: string): number => statSync(file).mode & 0o777

test.runIf(process.platform !== 'win32')(
  'a link that somebody laid in the way is replaced, and what it leads to stays',
  async () => {
    const folder = temporaryFolder()
    const [theirs, file, hanging] = ['theirs', 'file', 'hanging'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(theirs, 'theirs', { mode: 0o644 })
    symlinkSync(theirs, file)
    symlinkSync(join(folder, 'nowhere'), hanging)
    for (const one of [file, hanging]) {
      await writePrivate(agreed, one, 'secret')
      expect([lstatSync(one).isSymbolicLink(), readFileSync(one, 'utf8'), modeOf(one)]).toEqual([
        false,
        'secret',
        0o600,
      ])
    }
    expect([readFileSync(theirs, 'utf8'), modeOf(theirs)]).toEqual(['theirs', 0o644])
    expect(readdirSync(folder).sort()).toEqual(['file', 'hanging', 'theirs'])
  },
)

test.runIf(process.platform !== 'win32')('a file that others could read is theirs no longer', async () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, 'before', { mode: 0o666 })
  await writePrivate(agreed, file, 'secret')
  expect([readFileSync(file, 'utf8'), modeOf(file)]).toEqual(['secret', 0o600])
})
