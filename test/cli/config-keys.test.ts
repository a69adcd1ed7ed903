import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { armor, Decrypter, Encrypter } from 'age-encryption'
import { describe, expect, test } from 'vitest'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, sharedFolder, temporaryFolder, type Finished } from '../support/qcc.ts'

const KEY = 'sk-made-up-key-0123456789-abcdef'
const PASSPHRASE = { QCC_PASSPHRASE: 'correct horse battery' }

/** Every file below a folder, with its path. */
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

describe('keys that travel', () => {
  const folder = sharedFolder()
  const here = join(folder, 'here')
  const exported = join(folder, 'qcc.age')
  /** The same, which opens quickly. */
  const file = join(folder, 'quick.age')
  const finished: Finished[] = []
  const run = async (
    home: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    input = '',
  ) => {
    const one = await qcc(args, { QCC_HOME: home, ...env }, input)
    finished.push(one)
    return one
  }
  const shown = async (home: string) =>
    JSON.parse((await run(home, ['config', 'export', '--json'])).stdout) as {
      profiles: { endpoints: { credential?: string }[] }[]
    }
  const referenceIn = async (home: string) => (await shown(home)).profiles[0]?.endpoints[0]?.credential ?? ''

  test('leave with an export', async () => {
    await run(here, ['add', 'work', '--base-url', 'https://a.example', '--api-key-stdin'], {}, KEY)
    await run(here, ['add', 'other', '--base-url', 'https://b.example', '--api-key-env', 'OTHER'])
    const { code, stderr } = await run(here, ['config', 'export', exported, '--with-secrets'], PASSPHRASE)
    expect([code, stderr]).toEqual([0, `Version 2 and 1 key(s) were written to ${exported}, encrypted.\n`])
    expect(statSync(exported).mode & 0o777).toBe(0o600)
    const printed = await run(here, ['config', 'export', '--with-secrets', '--json'], PASSPHRASE)
    const { age } = JSON.parse(printed.stdout) as { age: string }
    expect(faultsAgainst('config-export', JSON.parse(printed.stdout))).toEqual([])
    // The same content, and never the same text.
    for (const text of [age, readFileSync(exported, 'utf8')]) {
      expect(text).toMatch(
        /^-----BEGIN AGE ENCRYPTED FILE-----\n[\x20-\x7e\n]+-----END AGE ENCRYPTED FILE-----\n$/,
      )
    }
    expect(age).not.toBe(readFileSync(exported, 'utf8'))
  })

  test('are inside, for whoever has the passphrase', async () => {
    const decrypter = new Decrypter()
    decrypter.addPassphrase(PASSPHRASE.QCC_PASSPHRASE)
    const text = await decrypter.decrypt(armor.decode(readFileSync(exported, 'utf8').trim()), 'text')
    expect(text).toContain(`${await referenceIn(here)}: ${KEY}`)
    const encrypter = new Encrypter()
    encrypter.setScryptWorkFactor(8)
    encrypter.setPassphrase(PASSPHRASE.QCC_PASSPHRASE)
    writeFileSync(file, armor.encode(await encrypter.encrypt(text)))
  })

  test('are kept in another home under new references, and once', async () => {
    const there = join(folder, 'there')
    const dry = await run(there, ['config', 'import', file, '--dry-run', '--json'], PASSPHRASE)
    expect(JSON.parse(dry.stdout)).toMatchObject({ changed: false, keys: 1, missing: [] })
    expect(existsSync(join(there, 'key'))).toBe(false)

    const first = await run(there, ['config', 'import', file, '--yes'], PASSPHRASE)
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('1 key(s) of it are kept here.')])
    const reference = await referenceIn(there)
    expect(reference).toMatch(/^secret:/)
    expect(reference).not.toBe(await referenceIn(here))
    const status = JSON.parse((await run(there, ['status', '--json'])).stdout) as object
    expect(status).toMatchObject({
      protection: { secrets: 1 },
      active: { profiles: [{ endpoints: [{ hasKey: true }] }] },
    })

    const again = await run(there, ['config', 'import', file, '--yes', '--json'], PASSPHRASE)
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, version: 1, keys: 0, differences: [] })
    const versions = await run(there, ['config', 'versions', '--json'])
    expect(JSON.parse(versions.stdout)).toMatchObject({ versions: [{ author: 'import' }] })
  })

  test('change nothing in the home that they came from', async () => {
    const { code, stderr } = await run(here, ['config', 'import', file], PASSPHRASE)
    expect([code, stderr]).toEqual([
      0,
      'Everything is so already; nothing was changed. Configuration version 2.\n',
    ])
  })

  test('come back where the key file is lost', async () => {
    const lost = join(folder, 'lost')
    cpSync(here, lost, { recursive: true })
    rmSync(join(lost, 'key'))
    const refused = await run(lost, ['config', 'export', '--with-secrets'], PASSPHRASE)
    expect([refused.code, refused.stdout]).toEqual([1, ''])
    const { code } = await run(lost, ['config', 'import', file, '--yes'], PASSPHRASE)
    const status = JSON.parse((await run(lost, ['status', '--json'])).stdout) as object
    expect([code, status]).toEqual([
      0,
      expect.objectContaining({
        active: expect.objectContaining({
          profiles: [expect.objectContaining({ endpoints: [expect.objectContaining({ hasKey: true })] })],
        }) as unknown,
      }),
    ])
  })

  test.each([
    [{}, 2, 'Set the variable QCC_PASSPHRASE'],
    [{ QCC_PASSPHRASE: 'wrong' }, 1, 'cannot be opened: another passphrase'],
  ])('do not open with %j', async (env, code, sentence) => {
    const there = temporaryFolder()
    const finished = await run(there, ['config', 'import', file, '--yes'], env)
    expect([finished.code, finished.stdout]).toEqual([code, ''])
    expect(finished.stderr).toContain(sentence)
    expect((await run(there, ['config', 'versions'])).stdout).toBe('')
  })

  test('do not open where the file is damaged', async () => {
    const damaged = join(folder, 'damaged.age')
    writeFileSync(damaged, readFileSync(file, 'utf8').slice(0, -60))
    const { code, stderr } = await run(temporaryFolder(), ['config', 'import', damaged, '--yes'], PASSPHRASE)
    expect([code, stderr]).toEqual([1, expect.stringContaining('it is damaged')])
  })

  test('also come as the bytes of the format', async () => {
    const binary = join(folder, 'binary.age')
    writeFileSync(binary, armor.decode(readFileSync(file, 'utf8').trim()))
    const { code, stdout } = await run(
      temporaryFolder(),
      ['config', 'validate', binary, '--json'],
      PASSPHRASE,
    )
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ valid: true })])
  })

  test('are told when they are missing: what is written in the open has none', async () => {
    const plain = join(folder, 'plain.yaml')
    await run(here, ['config', 'export', plain])
    const there = temporaryFolder()
    const { code, stderr } = await run(there, ['config', 'import', plain, '--yes'])
    expect(code).toBe(0)
    expect(stderr).toContain(`neither in the file nor here: ${await referenceIn(here)}.`)
    writeFileSync(plain, 'document: { profiles: [] }\nsecrets: { "secret:x": made-up }\n')
    expect((await run(there, ['config', 'import', plain, '--yes'])).code).toBe(1)
  })

  test('are in nothing that was written or said', () => {
    for (const { stderr, stdout } of finished) expect(stdout + stderr).not.toContain(KEY)
    for (const name of filesIn(folder)) {
      expect(readFileSync(name).includes(KEY), name).toBe(false)
      expect(readFileSync(name).includes(PASSPHRASE.QCC_PASSPHRASE), name).toBe(false)
    }
  })
})
