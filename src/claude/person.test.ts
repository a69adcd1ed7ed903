import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { managedVariables, personAt, userSettingsFile, type Places } from './person.ts'

function placesWith(files: Readonly<Record<string, unknown>>, more: Partial<Places> = {}): Places {
  const folder = mkdtempSync(join(tmpdir(), 'qcc-person-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return {
    ...{ env: {}, cwd: join(folder, 'project'), userFolder: folder, platform: 'linux' },
    ...{ managedFile: join(folder, 'managed.json'), ...more },
  }
}

test('nearer settings win over farther ones, and all over the process', () => {
  const layer = (name: string, ...variables: readonly string[]) => ({
    ...{ model: name, env: Object.fromEntries(variables.map((one) => [one, name])) },
  })
  const places = placesWith(
    {
      '.claude/settings.json': layer('user', 'A', 'B', 'C', 'D'),
      'project/.claude/settings.json': layer('project', 'B', 'C', 'D'),
      'project/.claude/settings.local.json': layer('local', 'C', 'D'),
    },
    { env: { A: 'process', Z: 'process', UNSET: undefined } },
  )
  const given = { settings: layer('given', 'D'), folder: null }
  expect(personAt(places, given)).toEqual({
    variables: { A: 'user', B: 'project', C: 'local', D: 'given', Z: 'process' },
    ...{ model: 'given', mayBeLoggedIn: false },
  })
  expect(personAt(places, null).model).toBe('local')
})

test('variables that are no text count as Claude Code reads them, and files that make no sense as none', () => {
  const broken = placesWith({ '.claude/settings.json': '{"env":', 'project/.claude/settings.json': '[1]' })
  expect(personAt(broken, null)).toEqual({ variables: {}, model: null, mayBeLoggedIn: false })
  const marked = placesWith({ '.claude/settings.json': '\uFEFF{"env":{"A":1,"B":true,"C":{},"D":null}}' })
  expect(personAt(marked, null).variables).toEqual({ A: '1', B: 'true' })
})

test('the folder that CLAUDE_CONFIG_DIR names takes the place of the usual one', () => {
  const files = { '.claude/settings.json': { model: 'usual' }, 'moved/settings.json': { model: 'moved' } }
  const places = placesWith(files)
  const moved = { ...places, env: { CLAUDE_CONFIG_DIR: join(places.userFolder, 'moved') } }
  expect(personAt(places, null).model).toBe('usual')
  expect(personAt(moved, null).model).toBe('moved')
  expect(userSettingsFile(moved)).toBe(join(places.userFolder, 'moved', 'settings.json'))
})

test('a key of a log-in is seen in the file, and thought possible where it would lie in a keychain', () => {
  const files = { '.claude.json': { primaryApiKey: 'made-up' } }
  expect(personAt(placesWith(files), null).mayBeLoggedIn).toBe(true)
  expect(personAt(placesWith({}), null).mayBeLoggedIn).toBe(false)
  expect(personAt(placesWith({}, { platform: 'darwin' }), null).mayBeLoggedIn).toBe(true)
})

test("an administrator's variables are read from their file", () => {
  expect(managedVariables(placesWith({ 'managed.json': { env: { A: '1' } } }))).toEqual({ A: '1' })
  expect(managedVariables(placesWith({}))).toEqual({})
})
