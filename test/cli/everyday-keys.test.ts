import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { qcc, sharedFolder } from '../support/qcc.ts'

/** Keys of shapes that are known, and of one that is not. */
const KEYS = ['sk-ant-made-up-first-0123456789', 'sk-made-up-second-0123456789', 'made-up-third.0123456789']
const [FIRST = '', SECOND = '', THIRD = ''] = KEYS
const VARIABLE = 'made-up-variable-0123456789'

describe('keys of everyday commands', () => {
  const home = sharedFolder()
  const said: string[] = []
  const run = async (args: readonly string[], input = '') => {
    const env = { QCC_HOME: home, HERE: VARIABLE }
    for (const more of [[], ['--json']]) {
      const { stderr, stdout } = await qcc([...args, ...more], env, input)
      said.push(stdout, stderr)
    }
  }

  test('are stored, changed, shown and removed', async () => {
    const target = ['--base-url', 'https://api.example.com']
    await run(['add', 'work', ...target, '--api-key-stdin'], FIRST)
    await run(['add', 'personal', ...target, '--api-key-stdin'], `${SECOND}\n`)
    await run(['add', 'variable', ...target, '--api-key-env', 'HERE'])
    await run(['set', 'personal', '--api-key-stdin'], THIRD)
    await run(['endpoint', 'add', 'variable', '-f', 'work'])
    await run(['endpoint', 'set', 'work', 'example', '--api-key-stdin', '-w', '5'], SECOND)
    for (const args of [['list'], ['show', 'work'], ['show', 'variable'], ['status'], ['endpoint', 'list']]) {
      await run(args)
    }
    await run(['default', 'variable'])
    await run(['status'])
    await run(['remove', 'work', '--cascade', '-y'])
    expect(said.join('')).toContain('"secrets": 6')
  })

  test('stand in nothing that was printed', () => {
    for (const key of [...KEYS, VARIABLE]) expect(said.join('')).not.toContain(key)
  })

  test('stand in no file of the home', () => {
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['qcc.db', 'key']))
    for (const { name, parentPath } of files) {
      const bytes = readFileSync(join(parentPath, name))
      for (const key of [...KEYS, VARIABLE]) expect(bytes.includes(key)).toBe(false)
    }
  })
})
