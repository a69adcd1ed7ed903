import { expect, test } from 'vitest'
import { qcc, temporaryFolder } from '../support/qcc.ts'

test.each(['--version', '-V'])('%s prints the version and nothing else', async (flag) => {
  const { code, stdout, stderr } = await qcc([flag])
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test.each([
  [['--help'], /Usage: qcc[^]*Commands:\n {2}init [^]*\n {2}demo/],
  [['proxy', '--help'], /Usage: qcc proxy[^]*start/],
  [['proxy', 'start', '-h'], /--host <address>[^]*--port <port>[^]*-d, --daemon[^]*--profile <name>/],
  [['demo', '--help'], /--once/],
])('%j prints help to stdout', async (args, expected) => {
  const { code, stdout, stderr } = await qcc(args)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(expected)
})

test('a bare group prints its help', async () => {
  const { code, stdout } = await qcc(['proxy'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/Commands:/)
})

test('qcc alone, without a terminal, is qcc status', async () => {
  const env = { HOME: temporaryFolder() }
  await qcc(['add', 'work'], env)
  for (const flags of [[], ['--json'], ['--lang', 'zh']]) {
    expect(await qcc(flags, env)).toEqual(await qcc([...flags, 'status'], env))
  }
  expect(await qcc(['--direct'], env)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('There is no option "--direct" here.') as string,
  })
})

test('help is Chinese by flag, by variable and by locale, without an English rest', async () => {
  const byFlag = await qcc(['proxy', 'start', '--help', '--lang', 'zh'])
  const byVariable = await qcc(['proxy', 'start', '--help'], { QCC_LANG: 'zh' })
  const byLocale = await qcc(['proxy', 'start', '--help'], { LANG: 'zh_CN.UTF-8' })
  expect(byFlag.stdout).toMatch(/^用法：qcc [^]*选项：/)
  expect(byVariable.stdout).toBe(byFlag.stdout)
  expect(byLocale.stdout).toBe(byFlag.stdout)
  const words = byFlag.stdout.replace(
    /<\w+>|--?[\w-]+|\[options\]|qcc proxy st\w+|(proxy|log)\.\w+|debug|info|warn|error|Ctrl-C|QCC(_HOME)?|\.qcc|JSON/g,
    '',
  )
  expect(words).not.toMatch(/[A-Za-z]{3,}/)
})
