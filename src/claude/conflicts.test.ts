import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { conflictsOf } from './conflicts.ts'
import type { Places } from './person.ts'

const URL_SET = 'http://127.0.0.1:7860'
const SET = { ANTHROPIC_BASE_URL: URL_SET, ANTHROPIC_AUTH_TOKEN: 'proxy-managed' }
const USER = 'home/.claude/settings.json'
const PROJECT = 'work/.claude/settings.json'
const LOCAL = 'work/.claude/settings.local.json'

interface Given {
  readonly files?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
  readonly set?: Readonly<Record<string, string>>
}

/** Each conflict as `KIND EFFECT NAME FILE`, with files by their names in the folder. */
function found({ env = {}, files = {}, set = SET }: Given): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-conflicts-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  const places: Places = {
    ...{ env, cwd: join(folder, 'work'), userFolder: join(folder, 'home'), platform: 'linux' },
    managedFile: join(folder, 'managed.json'),
  }
  const own = files[USER] as { env?: Record<string, string> } | undefined
  return conflictsOf(places, { ...own?.env, ...set }).map(({ effect, file, kind, name }) =>
    [kind, effect, name, file === null ? 'shell' : file.slice(folder.length + 1)].join(' '),
  )
}

test('settings without a base URL meet nothing', () => {
  expect(found({ env: { ANTHROPIC_API_KEY: 'x', HTTP_PROXY: 'http://p' }, set: {} })).toEqual([])
})

describe('other settings', () => {
  const url = { env: { ANTHROPIC_BASE_URL: 'http://other' } }

  test.each([
    [{ [PROJECT]: url }, ['settings-win wins ANTHROPIC_BASE_URL work/.claude/settings.json']],
    [
      { [PROJECT]: url, [LOCAL]: url },
      ['settings-win wins ANTHROPIC_BASE_URL work/.claude/settings.local.json'],
    ],
    [{ [LOCAL]: url, 'managed.json': url }, ['settings-win wins ANTHROPIC_BASE_URL managed.json']],
    // The stronger of two says the same as the person's own.
    [{ [PROJECT]: url, [LOCAL]: { env: { ANTHROPIC_BASE_URL: URL_SET } } }, []],
    [
      { [PROJECT]: { env: { ANTHROPIC_AUTH_TOKEN: 'x' } } },
      ['settings-win wins ANTHROPIC_AUTH_TOKEN work/.claude/settings.json'],
    ],
    [
      { [PROJECT]: { env: { ANTHROPIC_API_KEY: 'x' } } },
      ['second-credential adds ANTHROPIC_API_KEY work/.claude/settings.json'],
    ],
    [{ [PROJECT]: { env: { ANTHROPIC_API_KEY: '' } } }, []],
    [
      { [PROJECT]: { env: { CLAUDE_CODE_USE_BEDROCK: '1' } } },
      ['other-provider wins CLAUDE_CODE_USE_BEDROCK work/.claude/settings.json'],
    ],
    [
      { [USER]: { env: { CLAUDE_CODE_USE_VERTEX: 'true' } } },
      ['other-provider wins CLAUDE_CODE_USE_VERTEX home/.claude/settings.json'],
    ],
    [{ [USER]: { apiKeyHelper: 'echo x' } }, ['key-helper adds apiKeyHelper home/.claude/settings.json']],
    [{ [USER]: { apiKeyHelper: 'echo x' }, [PROJECT]: { apiKeyHelper: '' } }, []],
    [{ 'home/.claude.json': { primaryApiKey: 'x' } }, ['log-in adds primaryApiKey home/.claude.json']],
    [{ [USER]: '{\n  "model": "opus", // mine\n}' }, ['not-loaded wins 2:20 home/.claude/settings.json']],
  ])('%j', (files, expected) => {
    expect(found({ files })).toEqual(expected)
  })

  test('a log-in adds nothing to a key, a helper does', () => {
    const set = { ANTHROPIC_BASE_URL: URL_SET, ANTHROPIC_API_KEY: 'x' }
    const files = { 'home/.claude.json': { primaryApiKey: 'x' }, [USER]: { apiKeyHelper: 'echo x' } }
    expect(found({ set, files })).toEqual(['key-helper adds apiKeyHelper home/.claude/settings.json'])
  })
})

describe('the shell', () => {
  test.each([
    [{ ANTHROPIC_BASE_URL: 'http://other' }, ['shell-ignored ignored ANTHROPIC_BASE_URL shell']],
    [{ ANTHROPIC_BASE_URL: URL_SET, ANTHROPIC_AUTH_TOKEN: '' }, []],
    [{ ANTHROPIC_API_KEY: 'x' }, ['second-credential adds ANTHROPIC_API_KEY shell']],
    [{ CLAUDE_CODE_USE_BEDROCK: '1' }, ['other-provider wins CLAUDE_CODE_USE_BEDROCK shell']],
    [{ CLAUDE_CODE_USE_BEDROCK: '0' }, []],
  ])('%j', (env, expected) => {
    expect(found({ env })).toEqual(expected)
  })

  test('what the settings empty does not count', () => {
    const files = { [USER]: { env: { CLAUDE_CODE_USE_BEDROCK: '', ANTHROPIC_API_KEY: '' } } }
    const env = { CLAUDE_CODE_USE_BEDROCK: '1', ANTHROPIC_API_KEY: 'x' }
    expect(found({ files, env })).toEqual(['shell-ignored ignored ANTHROPIC_API_KEY shell'])
  })
})

describe('an HTTP proxy', () => {
  test.each([
    [{ HTTP_PROXY: 'http://p' }, true],
    [{ https_proxy: 'http://p' }, true],
    [{ ALL_PROXY: 'http://p' }, true],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: 'localhost' }, true],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: '127.0.0.1', no_proxy: 'x' }, true],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: '10.0.0.0/8' }, true],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: 'x, 127.0.0.1' }, false],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: '127.0.0.1:7860' }, false],
    [{ HTTP_PROXY: 'http://p', no_proxy: '*' }, false],
    [{ HTTP_PROXY: 'http://p', NO_PROXY: '127.0.0.0/8' }, false],
    [{ NO_PROXY: '' }, false],
  ])('%j takes what goes to this machine: %s', (env, isTaken) => {
    expect(found({ env }).map((one) => one.split(' ')[0])).toEqual(isTaken ? ['no-proxy'] : [])
  })

  test('counts where the settings name it, and not for what goes elsewhere', () => {
    const files = { [USER]: { env: { HTTP_PROXY: 'http://p' } } }
    expect(found({ files })).toEqual(['no-proxy wins HTTP_PROXY home/.claude/settings.json'])
    expect(found({ files, set: { ANTHROPIC_BASE_URL: 'https://api.example.com' } })).toEqual([])
  })
})
