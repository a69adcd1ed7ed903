import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

const KEY = 'sk-made-up-key-0123456789-abcdef'
const PASSPHRASE = 'correct horse battery'

/** The program that opens files in the age format here; says so where there is none. */
function ageProgram(): string | null {
  const found = ['age', 'rage'].find((name) => spawnSync(name, ['--version']).status === 0)
  if (found === undefined)
    process.stderr.write('neither age nor rage is installed: what travels is not opened with it\n')
  return found ?? null
}

const age = ageProgram()

/** It asks for the passphrase at a terminal and nowhere else. */
test.runIf(age !== null && canOpenTerminals())(
  'age opens what qcc sync has written, and qcc sync what age has encrypted',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder()
    const [shared, other] = [join(folder, 'shared'), join(folder, 'other')]
    mkdirSync(other)
    const bundle = 'qcc-sync.age'
    const said = async (home: string, args: readonly string[], input = '') => {
      const done = await qcc(args, { QCC_HOME: join(folder, home), QCC_PASSPHRASE: PASSPHRASE }, input)
      expect(done.code, done.stderr).toBe(0)
      return done
    }
    await said('here', ['add', 'work', '--base-url', 'https://a.example', '--api-key-stdin'], KEY)
    await said('here', ['sync', 'setup', 'folder', shared, '--keys'])
    await said('here', ['sync'])

    const terminal = await openTerminal(folder, 'en')
    await terminal.enters(`${String(age)} -d -o plain ${join(shared, bundle)}`)
    await terminal.shows(/passphrase/i)
    await terminal.enters(PASSPHRASE)
    expect((await terminal.ends()).code).toBe(0)
    const plain = readFileSync(join(folder, 'plain'), 'utf8')
    const holds = [/^sync:$/m.test(plain), plain.includes('https://a.example'), plain.includes(KEY)]
    expect(holds).toEqual([true, true, true])

    await terminal.clears()
    await terminal.enters(`${String(age)} -p -a -o ${join(other, bundle)} plain`)
    await terminal.shows(/Enter passphrase|Type passphrase/i)
    await terminal.enters(PASSPHRASE)
    await terminal.shows(/Confirm passphrase/i)
    await terminal.enters(PASSPHRASE)
    expect((await terminal.ends()).code).toBe(0)
    await said('there', ['sync', 'setup', 'folder', other, '--keys'])
    await said('there', ['sync'])
    const { stdout } = await said('there', ['show', 'work', '--json'])
    expect(stdout).toContain('https://a.example')
    expect((await said('there', ['status', '--json'])).stdout).toContain('"hasKey": true')
  },
)
