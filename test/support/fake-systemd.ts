/**
 * Runs a unit as systemd does: reads its ExecStart and Environment lines, starts
 * what they say with nothing else of an environment, and writes its number to a
 * state file, with its exit code behind it once it has ended. `node
 * fake-systemd.ts UNIT STATE`. With `FAKE_SYSTEMD_FAULT` set it starts what fails.
 */
import { spawn } from 'node:child_process'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

const { env } = process
const [unit = '', stateFile = ''] = process.argv.slice(2)

function write(state: string): void {
  writeFileSync(`${stateFile}.new`, `${state}\n`)
  renameSync(`${stateFile}.new`, stateFile)
}

/** The words of a line as systemd.syntax(7) has them. */
function wordsIn(line: string): readonly string[] {
  const words: string[] = []
  for (const [, double, single, plain] of line.matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\S+)/g)) {
    words.push(unescaped(double ?? single ?? plain ?? ''))
  }
  return words
}

const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex: string | undefined, one: string) =>
    hex === undefined ? one : String.fromCharCode(Number.parseInt(hex, 16)),
  )

function specified(word: string): string {
  return word.replace(/%(.)/g, (_, letter: string) => {
    if (letter === '%') return '%'
    if (letter === 'h') return env['HOME'] ?? ''
    throw new Error(`specifier %${letter}`)
  })
}

const substituted = (word: string, variables: Readonly<Record<string, string>>): string =>
  word.replace(/\$(\$|\{(\w+)\}|(\w+))/g, (_, what: string, braced?: string, bare?: string) =>
    what === '$' ? '$' : (variables[braced ?? bare ?? ''] ?? ''),
  )

function supervise(): void {
  const lines = readFileSync(unit, 'utf8').split('\n')
  const valuesOf = (key: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1))
  const given = valuesOf('Environment')
    .flatMap(wordsIn)
    .map(specified)
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
  const variables = { HOME: env['HOME'] ?? '', ...Object.fromEntries(given) }
  const [program = '', ...args] = wordsIn(valuesOf('ExecStart')[0] ?? '').map(specified)
  const command = env['FAKE_SYSTEMD_FAULT'] === undefined ? program : 'false'
  const child = spawn(
    command,
    args.map((word) => substituted(word, variables)),
    {
      ...{ env: variables, cwd: env['HOME'], stdio: 'ignore' },
    },
  )
  const pid = child.pid ?? 0
  write(String(pid))
  child.on('exit', (code) => {
    write(`${String(pid)} ${String(code ?? -1)}`)
  })
}

supervise()
