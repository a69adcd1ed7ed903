// Every command and every option that help shows is proposed by completion.
import type { Command } from 'commander'
import { expect, it, onTestFinished } from 'vitest'
import { complete } from '../../src/cli/commands/complete.ts'
import type { Context } from '../../src/cli/context.ts'
import { wholeProgram } from '../../src/cli/program.ts'
import { loadSay } from '../../src/i18n/say.ts'
import { AppError } from '../../src/errors/app-error.ts'
import { trail } from '../support/trails.ts'

const silent = { data: () => undefined, error: () => undefined, note: () => undefined }
const nothing = async (): Promise<never> => {
  throw new AppError('failed', 'nothing is stored here')
}
const context = {
  ...{ say: await loadSay('en'), version: '0.0.0', output: silent },
  ...{ store: nothing, queue: nothing, keptHistory: nothing },
} as unknown as Context
const program = wholeProgram({ context, run: async () => undefined, behind: [] })

interface Branch {
  readonly command: Command
  readonly words: readonly string[]
}

const below = ({ command, words }: Branch): readonly Branch[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .filter((one) => one.name() !== 'help')
    .flatMap((one) => {
      const branch = { command: one, words: [...words, one.name()] }
      return [branch, ...below(branch)]
    })

const all = [{ command: program, words: [] }, ...below({ command: program, words: [] })]

/** What a shell is told, which the library prints by itself. */
async function proposed(words: readonly string[], known = context): Promise<readonly string[]> {
  const lines: string[] = []
  const { log } = console
  onTestFinished(() => {
    console.log = log
  })
  console.log = (line: unknown) => lines.push(String(line))
  await complete(known, program, words)
  console.log = log
  return lines.flatMap((text) => text.split('\n')).map((line) => line.split('\t')[0] ?? '')
}

it('there is something to complete', () => {
  expect(all.length).toBeGreaterThan(60)
  expect(all.map(({ words }) => words.join(' '))).toContain('proxy service install')
})

const batch = { number: 1, endedAt: 0, trails: [trail({ request: 'older' }), trail({ request: 'newer' })] }

it('explain goes on with the newest requests', async () => {
  const history = { requests: { batches: async () => [batch] } }
  const found = await proposed(['explain', ''], { ...context, keptHistory: async () => history } as never)
  expect(found.slice(0, 3)).toEqual(['last', 'newer', 'older'])
})

it.each(all)('everything behind "qcc $words" is proposed', async ({ command, words }) => {
  const help = command.createHelp()
  const commands = help.visibleCommands(command).map((one) => one.name())
  if (commands.length > 0) expect(await proposed([...words, ''])).toEqual(expect.arrayContaining(commands))
  const options = help.visibleOptions(command).flatMap(({ long }) => long ?? [])
  const wanted = options.filter((long) => !['--help', '--version'].includes(long))
  const found = await proposed([...words, '--'])
  expect(wanted.filter((long) => !found.includes(long))).toEqual([])
})
