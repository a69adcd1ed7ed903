import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { claudeCode, type NotPrepared, type Prepared } from './claude-code.ts'

/** What a preparation comes to where an administrator has these settings. */
function prepared(managed: unknown, args: readonly string[] = []): Prepared | NotPrepared {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-claude-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin', 'claude'), '', { mode: 0o755 })
  const managedFile = join(folder, 'managed.json')
  writeFileSync(managedFile, JSON.stringify(managed))
  const env = { PATH: join(folder, 'bin') }
  const places = { env, cwd: folder, userFolder: folder, platform: 'linux', managedFile } as const
  return claudeCode({ home: join(folder, 'home'), places, clock: fakeClock(), hold: () => null }).prepare(
    'claude',
    args,
  )
}

test('settings of an administrator that lead elsewhere are told, since nothing wins over them', () => {
  for (const variable of ['ANTHROPIC_BASE_URL', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY']) {
    expect(prepared({ env: { [variable]: 'x' } })).toMatchObject({ kind: 'managed', variable })
  }
  expect(prepared({ env: { ANTHROPIC_BASE_URL: '', OTHER: 'x' }, model: 'opus' }).kind).toBe('prepared')
})

test.each([
  [['--settings', '{"model":"opus"}'], 'prepared'],
  [['--settings', ' {"model":"opus"}\n'], 'prepared'],
  [['--settings', '{"model":'], 'no-settings-file'],
  [['--settings', 'nowhere.json'], 'no-settings-file'],
  [['--settings', 'managed.json'], 'bad-settings'],
  [['-p', 'hi'], 'prepared'],
])('%j is %s', (args, kind) => {
  expect(prepared([], args).kind).toBe(kind)
})
