import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KEYS, leftIn, runSetting } from '../support/claude-run.ts'
import { fakeClaude } from '../support/fake-claude.ts'
import { hasProxy } from '../support/home.ts'
import { startQcc, temporaryFolder } from '../support/qcc.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

describe('how it ends', () => {
  test.each([
    ['exit 7', 7],
    ['die', 137],
  ])('%s is %i', async (what, expected) => {
    const { home, run } = await runSetting()
    expect((await run(['-q', '--', what])).code).toBe(expected)
    expect(leftIn(home)).toEqual([])
  })

  test('signals are passed on, and the code is that of Claude Code', async () => {
    const { home, start } = await runSetting()
    const running = start(['--', 'wait'])
    await running.says(/waiting/)
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
      running.child.kill(signal)
      await running.says(new RegExp(`got ${signal}`))
    }
    const { code, stderr } = await running.finished
    expect([code, leftIn(home)]).toEqual([43, []])
    expect(stderr.match(/got SIG/g)).toHaveLength(3)
  })

  test('what a killed run left behind is gone after the next one', async () => {
    const { home, run, start } = await runSetting()
    const running = start(['--direct', '--', 'wait'])
    await running.says(/waiting/)
    const [pid] = leftIn(home).map((name) => Number(name.split('-')[0]))
    expect(pid).toBe(running.child.pid)
    running.child.kill('SIGKILL')
    expect(leftIn(home)).toHaveLength(1)
    await running.finished
    await run(['--direct'])
    expect(leftIn(home)).toEqual([])
  })
})

describe('what cannot be started', () => {
  test.each([
    ['en', 'error: There is no program "claude-x" here. Install Claude Code'],
    ['zh', '错误：这里没有程序“claude-x”。请安装 Claude Code'],
  ])(
    'a program that is not there is told in %s, with what to do, and no proxy is started',
    async (lang, words) => {
      const { home, run } = await runSetting()
      const { code, stderr, stdout } = await run(['--lang', lang], {
        env: { QCC_CLAUDE_COMMAND: 'claude-x' },
      })
      expect([code, stdout, stderr, hasProxy(home)]).toEqual([1, '', expect.stringContaining(words), false])
    },
  )

  test('a program that cannot be run says why', async () => {
    const { run } = await runSetting()
    const file = join(temporaryFolder(), 'claude')
    writeFileSync(file, '#!/nowhere/at-all\n', { mode: 0o755 })
    const { code, stderr } = await run(['-q'], { env: { QCC_CLAUDE_COMMAND: file } })
    expect([code, stderr]).toEqual([1, expect.stringMatching(/could not be started: .*ENOENT/)])
  })

  test('a profile that is not there, and an endpoint that is not enabled', async () => {
    const { run } = await runSetting({ enabled: false })
    const unknown = await run(['wrok'])
    expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('Did you mean "work"?')])
    const disabled = await run([])
    expect([disabled.code, disabled.stderr]).toEqual([
      1,
      expect.stringContaining('No endpoint of the profile "work" is enabled.'),
    ])
  })

  test('arguments of Claude Code in front of -- are refused', async () => {
    const { run } = await runSetting()
    const { code, stderr } = await run(['work', '-p', 'hi'])
    expect([code, stderr]).toEqual([2, expect.stringContaining('There is no option "-p" here.')])
  })

  test('another profile than the one that the proxy was started for', async () => {
    const { home, run } = await runSetting()
    const env = { QCC_HOME: home, ...KEYS }
    await startQcc(['proxy', 'start', '-d', '--profile', 'spare'], env).finished
    const other = await run(['work'])
    expect([other.code, other.stderr]).toEqual([
      5,
      expect.stringContaining('was started for the profile "spare" alone'),
    ])
    const active = await run([])
    expect([active.code, active.report.servedBy]).toEqual([0, 'spare/main'])
    expect(active.stderr).toContain('the proxy was started for that one alone.')
  })
})

describe.skipIf(!canOpenTerminals())('at a terminal', () => {
  test('Ctrl-C reaches Claude Code once, and a killed one leaves a terminal that can be used', async () => {
    const { home, two } = await runSetting()
    const folder = temporaryFolder()
    const { PATH } = fakeClaude(folder)
    const terminal = await openTerminal(folder, 'en')
    const claude = join(PATH.split(delimiter)[0] ?? '', 'claude')
    const env = `QCC_HOME='${home}' KEY_two=${KEYS.KEY_two} QCC_CLAUDE_COMMAND='${claude}'`
    await terminal.enters(`${env} qcc run spare --direct -- wait > /dev/null`)
    await terminal.shows(/^waiting$/m)
    await terminal.presses('C-c')
    await terminal.shows(/got SIGINT/)
    const [pid] = leftIn(home).map((name) => Number(name.split('-')[0]))
    process.kill(pid ?? 0, 'SIGTERM')
    expect((await terminal.shows(/got SIGTERM/)).match(/got SIGINT/g)).toHaveLength(1)
    await terminal.ends()
    await terminal.clears()
    await terminal.enters(`${env} qcc -q run spare --direct -- raw > /dev/null`)
    expect((await terminal.ends()).code).toBe(137)
    expect(await terminal.hasCursor()).toBe(true)
    await terminal.enters('echo "can be seen"')
    await terminal.shows(/> echo "can be seen"\ncan be seen\n/)
    expect(two.seen.length).toBe(2)
  })
})
