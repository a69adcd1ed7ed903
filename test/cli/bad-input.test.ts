import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/open-store.ts'
import { qcc, sharedFolder } from '../support/qcc.ts'

const STORED = 'made-up-stored-key-0123456789'
const REFUSED = 'sk-ant-made-up-refused-0123456789'

/** One line for each thing that a person can get wrong: what they typed, what is piped in, the exit code, the sentence. */
const ROWS: readonly (readonly [args: readonly string[], input: string, code: number, sentence: RegExp])[] = [
  [['lsit'], '', 2, /no command "lsit"\.\nDid you mean "list"\?/],
  [['config', 'sett'], '', 2, /no command "sett"\.\nDid you mean "set"\?/],
  [['endpoint', 'ad'], '', 2, /no command "ad"\.\nDid you mean "add"\?/],
  [['-q', 'endpoint', 'nothing-like-it'], '', 2, /Run "qcc endpoint --help"/],
  [
    ['add', 'new', '--bse-url', 'https://a.example'],
    '',
    2,
    /no option "--bse-url" here\.\nDid you mean "--base-url"\?/,
  ],
  [['list', '--vendor', 'x'], '', 2, /no option "--vendor"/],
  [['add'], '', 2, /"NAME" is missing: qcc add NAME/],
  [['remove'], '', 2, /"PROFILE" is missing: qcc remove PROFILE/],
  [['endpoint', 'set', 'work'], '', 2, /Nothing to change/],
  [['endpoint', 'disable', 'work'], '', 2, /"ID" is missing: qcc endpoint disable PROFILE ID/],
  [['add', 'one', 'two'], '', 2, /more arguments/],
  [['add', 'new', '--base-url'], '', 2, /option "--base-url <url>" needs a value/],

  [['add', 'work'], '', 5, /"work" is taken/],
  [['rename', 'spare', 'work'], '', 5, /"work" is taken/],
  [['endpoint', 'set', 'work', 'second', '-n', 'example'], '', 5, /"work\/example" is taken/],
  [['endpoint', 'add', 'work', '-f', 'spare', '-n', 'example'], '', 5, /"work\/example" is taken/],
  [['add', 'a/b'], '', 2, /"a\/b" cannot be a name: a name has letters/],
  [['add', 'a b'], '', 2, /"a b" cannot be a name/],
  [['add', ''], '', 2, /"" cannot be a name/],
  [['add', 'a\u001B[31mb'], '', 2, /"a\?\[31mb" cannot be a name/],
  [['add', 'x'.repeat(300)], '', 2, /"x{40}…" cannot be a name/],
  [['rename', 'work', '../etc'], '', 2, /cannot be a name/],
  [['endpoint', 'set', 'work', 'second', '-n', 'a/b'], '', 2, /"a\/b" cannot be a name/],

  [['show', 'wrok'], '', 3, /no profile "wrok"\.\nDid you mean "work"\?/],
  [['run', 'wrok'], '', 3, /no profile "wrok"\.\nDid you mean "work"\?/],
  [['run', '-p', 'hi'], '', 2, /no option "-p" here/],
  [['remove', 'nobody', '-y'], '', 3, /no profile "nobody"\.\nRun "qcc list"/],
  [['priority', 'set', 'wrok', 'primary'], '', 3, /Did you mean "work"\?/],
  [['priority', 'set', 'work', 'first'], '', 2, /the tiers are primary, secondary and fallback; "none"/],
  [['priority', 'set', 'work', 'Primary'], '', 2, /the tiers are primary/],
  [['priority', 'set', 'work'], '', 2, /"TIER" is missing: qcc priority set PROFILE primary\|secondary/],
  [['priority', 'set'], '', 2, /"PROFILE" is missing: qcc priority set PROFILE/],
  [['priority', 'set', 'work', 'primary', 'spare'], '', 2, /more arguments/],
  [['priority', 'lst'], '', 2, /Did you mean "list"\?/],
  [['priority', 'switch', 'wrok'], '', 3, /Did you mean "work"\?/],
  [['priority', 'switch', 'work'], '', 4, /No proxy runs/],
  [['priority', 'switch', 'work', '--auto'], '', 2, /"--auto" stands alone/],
  [['priority', 'switch'], '', 2, /"PROFILE" is missing: qcc priority switch PROFILE/],
  [['priority', 'history', '-n', 'x'], '', 2, /whole number from 1 on/],
  [['priority', 'policy', '--recovery-checks', '0'], '', 2, /≥ 1/],
  [['priority', 'policy', '--cooldown', '0'], '', 2, /1s … 24d/],
  [['priority', 'policy', '--strategy', 'x'], '', 2, /weighted/],
  [
    ['endpoint', 'set', 'work', 'second', '--max-concurrent', '0'],
    '',
    2,
    /whole number from 1 to 10000; "qcc endpoint set --no-max-concurrent"/,
  ],
  [
    ['endpoint', 'add', 'work', '-f', 'spare', '--max-concurrent', '1e3'],
    '',
    2,
    /whole number from 1 to 10000/,
  ],
  [['endpoint', 'set', 'work', 'second', '--max-concurrent', '10001'], '', 2, /whole number from 1 to 10000/],
  [['config', 'set', 'circuit.failure-threshold', '0'], '', 2, /≥ 1/],
  [['default', 'wrok'], '', 3, /Did you mean "work"\?/],
  [
    ['endpoint', 'remove', 'work', 'secnd', '-y'],
    '',
    3,
    /no endpoint "work\/secnd"\.\nDid you mean "work\/second"\?/,
  ],
  [['endpoint', 'enable', 'work', ''], '', 3, /no endpoint "work\/"/],
  [['endpoint', 'add', 'work', '-f', ''], '', 3, /no profile ""/],
  [
    ['remove', 'work', '-y'],
    '',
    5,
    /"work" cannot be removed, because other endpoints reuse it: spare\/work/,
  ],
  [['endpoint', 'remove', 'work', 'example', '-y'], '', 5, /"work\/example" cannot be removed.*spare\/work/],
  [['remove', 'spare'], '', 2, /Give --yes/],
  [['endpoint', 'remove', 'work', 'second'], '', 2, /Give --yes/],
  [['endpoint', 'add', 'work', '-f', 'spare'], '', 2, /would reuse itself/],
  [['endpoint', 'set', 'spare', 'work', '--auth', 'bearer'], '', 2, /"spare\/work" reuses "work\/example"/],
  [
    ['set', 'work', '--auth', 'bearer'],
    '',
    2,
    /several endpoints: example, second\.\n.*qcc endpoint set work/,
  ],
  [['set', 'work'], '', 2, /Nothing to change/],

  [['add', 'new', '--base-url', 'api.example.com'], '', 2, /--base-url: a base URL begins with http/],
  [['add', 'new', '--base-url', 'ftp://api.example.com'], '', 2, /begins with http/],
  [['add', 'new', '--base-url', 'https://user:pass@api.example.com'], '', 2, /has no user, password/],
  [['add', 'new', '--base-url', 'https://api.example.com?key=1'], '', 2, /has no user, password, query/],
  [['set', 'spare', '--base-url', 'nonsense'], '', 2, /begins with http/],
  [['add', 'new', '--base-url', 'https://a.example'], '', 2, /no key\.\n.*--api-key-stdin.*--api-key-env/],
  [['add', 'new', '--api-key-env', 'X'], '', 2, /Give --base-url/],
  [['endpoint', 'add', 'work'], '', 2, /Give --base-url, or reuse/],
  [['add', 'new', '--proxy', 'socks5://a', '--base-url', 'https://a.example'], '', 2, /--proxy: /],
  [['add', 'new', '--auth', 'basic'], '', 2, /"basic" does not fit --auth <style>: the styles are/],
  [['add', 'new', '--model', 'claude'], '', 2, /a model is given as FROM=TO/],
  [['add', 'new', '--model', 'claude='], '', 2, /a model is given as FROM=TO/],
  [['add', 'new', '--timeout-idle', 'soon'], '', 2, /"soon" does not fit --timeout-idle <duration>/],
  [['add', 'new', '--timeout-idle', '0'], '', 2, /"0" does not fit/],
  [['endpoint', 'set', 'work', 'second', '-w', '1001'], '', 2, /0 to 1000/],
  [['endpoint', 'set', 'work', 'second', '-w', '-1'], '', 2, /0 to 1000/],

  [['add', 'new', '--api-key', 'anything'], '', 2, /does not belong on a command line/],
  [['add', 'new', `--api-key=${REFUSED}`], '', 2, /does not belong on a command line/],
  [['add', REFUSED], '', 2, /does not belong on a command line/],
  [['config', 'set', 'proxy.host', REFUSED], '', 2, /does not belong on a command line/],
  [['set', 'work', '-d', `with ${REFUSED} in it`], '', 2, /does not belong on a command line/],
  [['add', 'new', '--base-url', 'https://a.example', '--api-key-stdin'], '', 2, /The key is empty/],
  [['add', 'new', '--base-url', 'https://a.example', '--api-key-stdin'], '\n', 2, /The key is empty/],
  [
    ['add', 'new', '--base-url', 'https://a.example', '--api-key-stdin'],
    'made up-refused',
    2,
    /space or a line break/,
  ],
  [
    ['add', 'new', '--base-url', 'https://a.example', '--api-key-stdin'],
    'made-up\nrefused',
    2,
    /space or a line break/,
  ],
  [
    ['endpoint', 'set', 'work', 'second', '--api-key-stdin'],
    'madeup\u0000refused',
    2,
    /space or a line break/,
  ],
  [['set', 'spare', '--api-key-stdin'], 'sk-ключ-refused', 2, /characters that no key has/],
  [['add', 'new', '--api-key-env', 'NOT A NAME'], '', 2, /a variable is named/],
  [['add', 'new', '--api-key-env', 'X', '--api-key-stdin'], '', 2, /cannot be used together with/],
  [
    ['endpoint', 'add', 'work', '-f', 'spare', '--auth', 'both'],
    '',
    2,
    /cannot be used together with --auth/,
  ],
  [['completion', 'tcsh'], '', 2, /the shells are bash, zsh and fish/],
]

describe('what a person gets wrong', () => {
  const home = sharedFolder()
  const run = (args: readonly string[], input = '') => qcc(args, { QCC_HOME: home, HOME: home }, input)
  /** The versions of the configuration, and the keys that are stored. */
  const state = async () => {
    const store = await openStore({ file: join(home, 'qcc.db') })
    const found = [await store.versions.list(100), [...(await store.sealedSecrets.all())]]
    store.close()
    return found
  }
  let before: Awaited<ReturnType<typeof state>> = []

  test('begins with two profiles, of which one reuses an endpoint of the other', async () => {
    const target = ['--base-url', 'https://api.example.com', '--api-key-stdin']
    await run(['add', 'work', ...target], STORED)
    await run(['endpoint', 'add', 'work', ...target, '-n', 'second'], STORED)
    await run(['add', 'spare'])
    await run(['endpoint', 'add', 'spare', '-f', 'work/example'])
    before = await state()
    expect(before.map(({ length }) => length)).toEqual([4, 2])
  })

  test.each(ROWS)(
    '%j with %j is told with exit code %i, and changes nothing',
    async (args, input, code, sentence) => {
      const told = await run(args, input)
      expect(told.stderr).toMatch(sentence)
      expect(told.stderr).toMatch(/^error: /)
      expect([told.code, told.stdout]).toEqual([code, ''])
      expect(told.stderr).not.toMatch(/refused-0123456789|made up-refused|made-up\nrefused/)

      const chinese = await run([...args, '--lang', 'zh'], input)
      expect(chinese.code).toBe(code)
      expect(chinese.stderr).toMatch(/^错误：.*\p{Script=Han}/u)
      expect(await state()).toEqual(before)
    },
  )

  test('neither a key that was stored nor one that was refused is in any file of the home', () => {
    const files = readdirSync(home, { recursive: true, withFileTypes: true }).filter((file) => file.isFile())
    expect(files.map(({ name }) => name)).toContain('qcc.db')
    for (const { name, parentPath } of files) {
      const bytes = readFileSync(join(parentPath, name))
      for (const key of [STORED, REFUSED, 'made up-refused', 'madeup'])
        expect(bytes.includes(key)).toBe(false)
    }
  })
})
