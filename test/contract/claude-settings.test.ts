// `use` and `undo` on real files: what they leave as it was, and what they refuse.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'jsonc-parser'
import { describe, expect, test } from 'vitest'
import { journalFolder } from '../../src/claude/use-journal.ts'
import { temporaryFolder } from '../support/qcc.ts'
import {
  corpus,
  everythingIn,
  placeSettings,
  settingsIn,
  settingsRig,
  THROUGH_PROXY,
} from '../support/settings-rig.ts'

interface Settings {
  readonly env?: Readonly<Record<string, string>>
}

const readIn = (folder: string): string => readFileSync(settingsIn(folder), 'utf8')
const settingsOf = (folder: string): Settings => (parse(readIn(folder)) ?? {}) as Settings
const put = (folder: string, text: string): void => {
  placeSettings(folder, Buffer.from(text))
}
/** Writes as another program would. */
const rewrite = (folder: string, change: (text: string) => string): void => {
  writeFileSync(settingsIn(folder), change(readIn(folder)))
}
const used = { kind: 'used' }
const whole = { kind: 'undone', how: 'whole', kept: [] }

describe.each(corpus)('%s', (_, bytes) => {
  test.each([
    { mode: 0o644, isLink: false },
    { mode: 0o600, isLink: true },
  ])('used and undone is byte for byte what it was (%j)', (manner) => {
    const folder = temporaryFolder()
    placeSettings(folder, bytes, manner)
    const before = everythingIn(folder)
    const settings = settingsRig(folder)
    expect(settings.use({ ...THROUGH_PROXY, isDryRun: true })).toMatchObject(used)
    expect(everythingIn(folder)).toEqual(before)
    expect(settings.use(THROUGH_PROXY)).toMatchObject(used)
    const { ANTHROPIC_API_KEY: _taken, ...env } = (parse(bytes.toString()) as Settings | undefined)?.env ?? {}
    const { ANTHROPIC_API_KEY: _null, ...set } = THROUGH_PROXY.variables
    expect(settingsOf(folder)).toEqual({ ...(parse(bytes.toString()) as object), env: { ...env, ...set } })
    expect(settings.undo(false)).toMatchObject(whole)
    expect(everythingIn(folder)).toEqual(before)
    expect(readdirSync(journalFolder(join(folder, 'qcc')))).toEqual(['lock'])
  })

  test('undone key by key after somebody else has written, a reader finds what was there', () => {
    const folder = temporaryFolder()
    placeSettings(folder, bytes)
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    rewrite(folder, (text) => `${text}\n`)
    expect(settings.undo(false)).toMatchObject({ ...whole, how: 'by-key' })
    const was = (parse(bytes.toString()) ?? {}) as Settings
    expect(settingsOf(folder)).toEqual(was)
  })
})

test('there are thirty of them, and none holds a key that is none of a test', () => {
  expect(corpus).toHaveLength(30)
})

describe('a file that is not there', () => {
  test('is made for its owner alone, and gone afterwards with the folder that was made for it', () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'user'))
    const before = everythingIn(folder)
    const settings = settingsRig(folder)
    expect(settings.use(THROUGH_PROXY)).toMatchObject({ kind: 'used', isNew: true })
    expect(JSON.parse(readIn(folder))).toEqual({
      env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860', ANTHROPIC_AUTH_TOKEN: 'proxy-managed' },
    })
    expect(statSync(settingsIn(folder)).mode & 0o777).toBe(0o600)
    expect(settings.undo(false)).toMatchObject({ ...whole, isRemoved: true })
    expect(everythingIn(folder)).toEqual(before)
  })

  test('stays where somebody put something into it, or beside it', () => {
    const folder = temporaryFolder()
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    rewrite(folder, (text) => text.replace('{', '{"model":"opus",'))
    expect(settings.undo(false)).toMatchObject({ how: 'by-key', isRemoved: false })
    expect(JSON.parse(readIn(folder))).toEqual({ model: 'opus' })

    const other = temporaryFolder()
    settingsRig(other).use(THROUGH_PROXY)
    writeFileSync(join(dirname(settingsIn(other)), 'CLAUDE.md'), 'Be brief.')
    settingsRig(other).undo(false)
    expect(readdirSync(dirname(settingsIn(other)))).toEqual(['CLAUDE.md'])
  })

  test('behind a link that leads nowhere yet is made there', () => {
    const folder = temporaryFolder()
    mkdirSync(dirname(settingsIn(folder)), { recursive: true })
    symlinkSync(join(folder, 'elsewhere', 'claude.json'), settingsIn(folder))
    const before = everythingIn(folder)
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    expect(readFileSync(join(folder, 'elsewhere', 'claude.json'), 'utf8')).toContain('proxy-managed')
    settings.undo(false)
    expect(everythingIn(folder)).toEqual(before)
  })
})

describe('twice', () => {
  const SPARE = {
    ...THROUGH_PROXY,
    variables: { ...THROUGH_PROXY.variables, ANTHROPIC_BASE_URL: 'http://127.0.0.1:7860/p/spare' },
  }
  const DIRECT = {
    variables: {
      ANTHROPIC_BASE_URL: 'https://api.example.com',
      ANTHROPIC_API_KEY: 'made-up',
      ANTHROPIC_AUTH_TOKEN: null,
    },
    about: { kind: 'direct', endpoint: 'work/main' },
    isDryRun: false,
  } as const

  test('the first original comes back, and only the last use is seen meanwhile', () => {
    const folder = temporaryFolder()
    put(folder, '{"env": {"ANTHROPIC_API_KEY": "theirs"},"model":"opus"}')
    const before = everythingIn(folder)
    const settings = settingsRig(folder)
    for (const wish of [THROUGH_PROXY, SPARE, DIRECT, DIRECT]) expect(settings.use(wish)).toMatchObject(used)
    expect(settingsOf(folder).env).toEqual({
      ANTHROPIC_BASE_URL: 'https://api.example.com',
      ANTHROPIC_API_KEY: 'made-up',
    })
    expect(settings.inUse()).toEqual([{ file: settingsIn(folder), about: DIRECT.about, at: 1 }])
    expect(settings.undo(false)).toMatchObject(whole)
    expect(everythingIn(folder)).toEqual(before)
    expect([settings.inUse(), settings.undo(false)]).toEqual([
      [],
      { kind: 'nothing', file: settingsIn(folder) },
    ])
  })

  test('what somebody else wrote between the two comes back as well', () => {
    const folder = temporaryFolder()
    put(folder, '{"env":{"ANTHROPIC_BASE_URL":"https://first.example.com"}}')
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    rewrite(folder, () => '{"env":{"ANTHROPIC_BASE_URL":"https://new.example.com"},"model":"opus"}')
    const between = everythingIn(folder)
    settings.use(SPARE)
    expect(settings.undo(false)).toMatchObject(whole)
    expect(everythingIn(folder)).toEqual(between)
  })
})

describe('edited by somebody else since', () => {
  const BEFORE =
    '{\n  "env": {\n    "ANTHROPIC_BASE_URL": "https://theirs.example.com",\n    "ANTHROPIC_API_KEY": "theirs"\n  }\n}\n'

  test('what is still ours goes, what they changed stays and is told', () => {
    const folder = temporaryFolder()
    put(folder, BEFORE)
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    rewrite(folder, (text) =>
      text
        .replace('http://127.0.0.1:7860', 'https://new.example.com')
        .replace('"env"', '"model": "opus",\n  "env"'),
    )
    const dry = settings.undo(true)
    const undone = settings.undo(false)
    expect(undone).toEqual(dry)
    expect(undone).toEqual({
      ...{
        kind: 'undone',
        file: settingsIn(folder),
        how: 'by-key',
        isRemoved: false,
        kept: ['ANTHROPIC_BASE_URL'],
      },
      changes: [
        { name: 'ANTHROPIC_AUTH_TOKEN', before: 'proxy-managed', after: null },
        { name: 'ANTHROPIC_API_KEY', before: null, after: 'theirs' },
      ],
    })
    expect(readIn(folder)).toBe(
      '{\n  "model": "opus",\n  "env": {\n    "ANTHROPIC_BASE_URL": "https://new.example.com",\n    "ANTHROPIC_API_KEY": "theirs"\n  }\n}\n',
    )
  })

  test('a value that they put back themselves is nothing to tell', () => {
    const folder = temporaryFolder()
    put(folder, BEFORE)
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    rewrite(folder, () => BEFORE.replace('\n}', ',\n  "model": "opus"\n}'))
    expect(settings.undo(false)).toMatchObject({ how: 'by-key', kept: [], changes: [] })
  })

  test('a file that they removed stays away', () => {
    const folder = temporaryFolder()
    put(folder, BEFORE)
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    rmSync(settingsIn(folder))
    expect(settings.undo(false)).toMatchObject({ kind: 'undone', how: 'gone', isRemoved: false })
    expect(readdirSync(dirname(settingsIn(folder)))).toEqual([])
    expect(settings.inUse()).toEqual([])
  })

  test('a file that they broke is left as it is until it is mended', () => {
    const folder = temporaryFolder()
    put(folder, BEFORE)
    const settings = settingsRig(folder)
    settings.use(THROUGH_PROXY)
    rewrite(folder, (text) => text.slice(0, -3))
    const broken = everythingIn(folder)
    expect(settings.undo(false)).toMatchObject({ kind: 'refused', why: { kind: 'no-json', line: 5 } })
    expect(everythingIn(folder)).toEqual(broken)
    rewrite(folder, (text) => `${text}\n} \n`)
    expect(settings.undo(false)).toMatchObject({ kind: 'undone', how: 'by-key' })
  })
})

test('what was there already is no use, and needs no undo', () => {
  const folder = temporaryFolder()
  const { ANTHROPIC_API_KEY: _, ...env } = THROUGH_PROXY.variables
  put(folder, JSON.stringify({ env }))
  const settings = settingsRig(folder)
  expect(settings.use(THROUGH_PROXY)).toMatchObject({ kind: 'used', changes: [] })
  expect(settings.undo(false)).toMatchObject({ kind: 'nothing' })
})
