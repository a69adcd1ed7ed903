// What the guides say to type can be typed, the settings that they name are there with these defaults, and both
// languages say the same.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { CommanderError, type Command } from 'commander'
import { expect, it } from 'vitest'
import type { Context } from '../../src/cli/context.ts'
import { wholeProgram } from '../../src/cli/program.ts'
import { loadSay } from '../../src/i18n/say.ts'
import { formatSetting } from '../../src/settings/format-setting.ts'
import { settingKeys, SETTINGS, type SettingKey } from '../../src/settings/schema.ts'
import { root } from './fixture-tree.ts'

const textOf = (name: string): string => readFileSync(path.join(root, name), 'utf8')
const guides = [
  ...readdirSync(path.join(root, 'docs/guide')).map((name) => `docs/guide/${name}`),
  ...['docs/queue.md', 'docs/queue.zh-CN.md'],
]
const english = guides.filter((name) => !name.endsWith('.zh-CN.md'))
const readMes = ['README.md', 'README.zh-CN.md']

const silent = { data: () => undefined, error: () => undefined, note: () => undefined }
const context = { say: await loadSay('en'), version: '0.0.0', output: silent } as unknown as Context
const run = async (): Promise<void> => undefined

const blocksOf = (text: string) =>
  [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(([, language = '', body = '']) => ({ language, body }))

/** The lines that a shell gets, without comments. */
const shellLines = (text: string): readonly string[] =>
  blocksOf(text)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ body }) => body.replaceAll('\\\n', '').split('\n'))
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())

/** The arguments of each `qcc` that stands in some lines, without what goes to other programs. */
const commandsIn = (lines: readonly string[]): readonly string[] =>
  lines
    .flatMap((line) => line.split(/\s*(?:;|\||&&)\s+/))
    .flatMap((one) => /^(?:npm run (?:--silent )?qcc --|qcc) (.+)$/.exec(one)?.[1] ?? [])

const inlineCode = (text: string): readonly string[] =>
  [...text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replaceAll(/\s+/g, ' '),
  )

/** Why a command line is none, or null. */
function faultOf(line: string): string | null {
  const words = (line.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll(/^['"]|['"]$/g, ''))
  const end = words.findIndex((word) => word === '--' || word === '>')
  let rest = end === -1 ? words : words.slice(0, end)
  const program = wholeProgram({ context, run, behind: [] })
  let command: Command = program
  for (let next = below(command, rest[0]); next !== undefined; next = below(command, rest[0])) {
    command = next
    rest = rest.slice(1)
  }
  try {
    const { operands, unknown } = command.parseOptions(rest)
    const left = program.parseOptions(unknown).unknown
    if (left.length > 0) return `no option ${left.join(' ')}`
    return operands.length > command.registeredArguments.length ? `no place for ${operands.join(' ')}` : null
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    return error.exitCode === 0 ? null : error.message
  }
}

const below = (command: Command, name: string | undefined): Command | undefined =>
  command.commands.find((one) => one.name() === name)

const isKey = (key: string): key is SettingKey => settingKeys.some((one) => one === key)

it.each([...readMes, ...guides])('every command in %s can be typed', (name) => {
  const text = textOf(name)
  const inline = guides.includes(name) ? inlineCode(text) : []
  const commands = commandsIn([...shellLines(text), ...inline])
  expect(commands.length).toBeGreaterThan(3)
  expect(commands.map((line) => [line, faultOf(line)]).filter(([, fault]) => fault !== null)).toEqual([])
})

it.each([
  'explain --sav night.json',
  'explain one two',
  'explane',
  'endpoint set work --weight heavy',
  'add --auth',
])('"%s" would be found out', (line) => {
  expect(faultOf(line)).not.toBeNull()
})

it.each(guides)('every setting in %s is one, with its default', (name) => {
  const text = textOf(name)
  const topics = new Set(settingKeys.map((key) => key.split('.')[0]))
  const named = [...text.matchAll(/`([a-z]+)(\.[a-z-]+)`|config (?:get|set|unset) ([a-z]+)(\.[a-z-]+)/g)]
    .map(([, topic = '', rest = '', typed = '', more = '']) => [topic + typed, rest + more] as const)
    .filter(([topic]) => topics.has(topic))
    .map((parts) => parts.join(''))
  expect(named.filter((key) => !isKey(key))).toEqual([])
  for (const [, key = '', value = ''] of text.matchAll(/`([a-z.-]+)`\s*[(（]([\w.]+)[)）]/g)) {
    if (isKey(key)) expect([key, value]).toEqual([key, formatSetting(key, SETTINGS[key].default)])
  }
})

it.each(english)('%s is the same in both languages', (name) => {
  const [one, other] = [textOf(name), textOf(name.replace('.md', '.zh-CN.md'))]
  const shape = (text: string) => ({
    headings: text.match(/^#+ /gm),
    blocks: blocksOf(text).map(({ language }) => language),
    shell: shellLines(text),
    rows: text.match(/^\|/gm)?.length,
    settings: [...text.matchAll(/`([a-z.-]+)`\s*[(（]/g)]
      .map(([, key]) => key)
      .filter((key) => isKey(key ?? '')),
  })
  expect(shape(other)).toEqual(shape(one))
})

it.each([...readMes, ...guides])('every link in %s leads somewhere', (name) => {
  const text = textOf(name)
  for (const [, to = ''] of text.matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
    const [file = '', anchor] = to.split('#')
    const target = file === '' ? name : path.join(path.dirname(name), file)
    expect([to, existsSync(path.join(root, target))]).toEqual([to, true])
    if (anchor !== undefined) expect(anchorsOf(textOf(target)), to).toContain(anchor)
  }
})

/** As GitHub makes them. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
