import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { qcc, sharedFolder } from '../support/qcc.ts'
import { shellIn } from '../support/transcript.ts'

/** Whether this machine has a shell; says so when it has not. */
function has(name: string): boolean {
  const isThere = spawnSync(name, ['-c', 'true']).status === 0
  if (!isThere) process.stderr.write(`${name} is not installed: its completion is not tried\n`)
  return isThere
}

describe('completion', () => {
  const folder = sharedFolder()
  const shell = shellIn(folder, 'en')
  const run = (args: readonly string[]) => qcc(args, shell.env)

  test('begins with three profiles and two client tokens', async () => {
    for (const name of ['laptop', 'ci']) await run(['proxy', 'token', 'create', name])
    for (const name of ['work', 'weekend', 'spare']) await run(['add', name])
    for (const name of ['main', 'second']) {
      await run([
        'endpoint',
        'add',
        'work',
        '--base-url',
        'https://a.example',
        '--api-key-env',
        'X',
        '-n',
        name,
      ])
    }
  })

  test.each([
    [['re'], ['rename', 'remove', 'requests']],
    [['requests', '--ending', 'b'], ['broken']],
    [
      ['endpoint', ''],
      ['add', 'list', 'set', 'enable', 'disable', 'test', 'remove', 'help'],
    ],
    [
      ['remove', ''],
      ['work', 'weekend', 'spare'],
    ],
    [
      ['remove', 'w'],
      ['work', 'weekend'],
    ],
    [
      ['--json', 'remove', 'w'],
      ['work', 'weekend'],
    ],
    [
      ['remove', '--cascade', 'w'],
      ['work', 'weekend'],
    ],
    [
      ['set', 'work', '--strategy', 'r'],
      ['round-robin', 'random'],
    ],
    [['rename', 'sp'], ['spare']],
    [['rename', 'spare', ''], []],
    [['add', ''], []],
    [['default', 's'], ['spare']],
    [
      ['init', '--storage', 'g'],
      ['git', 'gist'],
    ],
    [['endpoint', 'set', 'wo'], ['work']],
    [
      ['endpoint', 'disable', 'work', ''],
      ['main', 'second'],
    ],
    [
      ['endpoint', 'add', 'spare', '-f', 'wor'],
      ['work', 'work/main', 'work/second'],
    ],
    [['endpoint', 'add', 'spare', '--from-profile', 'work/m'], ['work/main']],
    [
      ['add', 'new', '--auth', 'b'],
      ['bearer', 'both'],
    ],
    [['remove', '--ca'], ['--cascade']],
    [['list', '--js'], ['--json']],
    [
      ['list', '--lang', ''],
      ['en', 'zh'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['config', 'get', 'proxy.p'], ['proxy.port']],
    [
      ['proxy', 'token', ''],
      ['create', 'list', 'revoke', 'help'],
    ],
    [
      ['proxy', 'token', 'revoke', ''],
      ['ci', 'laptop'],
    ],
    [['proxy', 'token', 'revoke', 'l'], ['laptop']],
    [
      ['proxy', 'token', 'create', 'x', '--profile', 'w'],
      ['work', 'weekend'],
    ],
    [
      ['queue', 're'],
      ['retry', 'retry-all'],
    ],
    [['queue', 'retry', ''], []],
    [
      ['sync', 'setup', 'g'],
      ['git', 'gist'],
    ],
    [['init', '--storage', 'l'], ['local']],
    [
      ['queue', 'config', '--strategy', ''],
      ['exponential', 'fixed', 'immediate'],
    ],
    [['queue', 'list', '--state', 're'], ['retrying']],
    [['config', 'get', 'routing'], ['routing.rules']],
    [['config', 'set', 'routing'], []],
  ])('%j goes on with %j', async (words, expected) => {
    const { code, stderr, stdout } = await run(['complete', '--', ...words])
    const lines = stdout.trimEnd().split('\n')
    expect([code, stderr, lines.at(-1)]).toEqual([0, '', ':4'])
    expect(lines.slice(0, -1).map((line) => line.split('\t')[0])).toEqual(expected)
  })

  test('what it proposes is described in the person’s language', async () => {
    const { stdout } = await run(['complete', '--lang', 'zh', '--', 'remo'])
    expect(stdout).toMatch(/^remove\t\p{Script=Han}/u)
  })

  test('bash, without its package of completions, completes commands and names, and runs nothing that is typed', () => {
    const typed = (words: readonly string[]) => {
      const list = words.map((word) => `'${word}'`).join(' ')
      const ask = `COMP_WORDS=(qcc ${list}); COMP_CWORD=${String(words.length)}; _qcc_complete; printf '%s\\n' "\${COMPREPLY[@]}"`
      const script = `source <(qcc completion bash); source <(qcc completion bash); complete -p qcc; ${ask}`
      const { cwd, env } = shell
      const { status, stderr, stdout } = spawnSync('bash', ['--norc', '-c', script], {
        cwd,
        env,
        encoding: 'utf8',
      })
      expect([status, stderr]).toEqual([0, ''])
      return stdout.trimEnd().split('\n')
    }
    expect(typed(['remove', 'w'])).toEqual(['complete -F _qcc_complete qcc', 'work', 'weekend'])
    expect(typed(['stat'])).toContain('status')
    expect(typed(['remove', '$(touch ran)'])).toEqual(['complete -F _qcc_complete qcc'])
    expect(spawnSync('ls', [folder], { encoding: 'utf8' }).stdout).not.toContain('ran')
  })

  test.skipIf(!has('fish'))('fish completes names', () => {
    const script = 'qcc completion fish | source; complete -C "qcc remove w"'
    const { cwd, env } = shell
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], { cwd, env, encoding: 'utf8' })
    expect(stdout.trim().split('\n').sort()).toEqual(['weekend', 'work'])
  })

  test.skipIf(!has('zsh'))('zsh can read its script', async () => {
    const { stdout } = await run(['completion', 'zsh'])
    expect(stdout).toContain('qcc complete --')
    expect(spawnSync('zsh', ['-f', '-n'], { input: stdout, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })
})
