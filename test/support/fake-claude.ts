import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What the stand-in for Claude Code found, as it printed it. */
export interface Report {
  readonly args: readonly string[]
  /** Its variables, as Claude Code has them: those of its settings over those of its process. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly processEnv: Readonly<Record<string, string | undefined>>
  readonly settings: Readonly<Record<string, unknown>>
  readonly settingsFile: string
  /** Permissions of the file and of its folder. */
  readonly modes: readonly number[]
  readonly stdin: string
  /** Who answered its request; null when none did. */
  readonly servedBy: string | null
}

/**
 * A program that stands in for Claude Code: it reads its settings as that does
 * (the user's, with those of `--settings` over them), asks one message of where
 * they lead, and prints what it found. Its last argument may say more: `exit 7`,
 * `die` (by SIGKILL), `raw` (the same,
 * with the terminal in raw mode and without its cursor), `wait` (says which signals come, and ends at a SIGTERM, or when nobody waits
 * for it any more).
 */
const SOURCE = `
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
const args = process.argv.slice(2)
const read = (file) => { try { return JSON.parse(readFileSync(file, 'utf8')) } catch { return {} } }
const at = args.indexOf('--settings')
const settingsFile = at < 0 ? null : args[at + 1]
const settings = settingsFile === null ? {} : read(settingsFile)
const user = read(join(process.env.HOME, '.claude', 'settings.json'))
const env = { ...process.env, ...user.env, ...settings.env }
const helper = { ...user, ...settings }.apiKeyHelper
const key = helper ? 'from-the-helper' : env.ANTHROPIC_API_KEY
const headers = { 'content-type': 'application/json' }
if (key) headers['x-api-key'] = key
if (env.ANTHROPIC_AUTH_TOKEN) headers.authorization = 'Bearer ' + env.ANTHROPIC_AUTH_TOKEN
for (const line of (env.ANTHROPIC_CUSTOM_HEADERS ?? '').split('\\n').filter((one) => one.includes(':'))) {
  headers[line.split(':')[0].trim()] = line.slice(line.indexOf(':') + 1).trim()
}
const body = JSON.stringify({ model: env.ANTHROPIC_MODEL || 'claude-opus-5-5', max_tokens: 8, stream: true, messages: [] })
const answer = await fetch(env.ANTHROPIC_BASE_URL + '/v1/messages?beta=true', { method: 'POST', headers, body }).catch(() => null)
await answer?.text()
const stdin = process.stdin.isTTY ? '' : readFileSync(0, 'utf8')
const modes = settingsFile === null ? [] : [statSync(settingsFile).mode & 0o777, statSync(dirname(settingsFile)).mode & 0o777]
const servedBy = answer?.headers.get('x-qcc-endpoint') ?? null
console.log(JSON.stringify({ args, env, processEnv: process.env, settings, settingsFile, modes, stdin, servedBy }))
const [what, code] = (args.at(-1) ?? '').split(' ')
if (what === 'exit') process.exitCode = Number(code)
if (what === 'raw') {
  process.stdin.setRawMode(true)
  process.stderr.write('\\u001B[?25l')
}
if (what === 'die' || what === 'raw') process.kill(process.pid, 'SIGKILL')
if (what === 'wait') {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
    console.error('got ' + signal)
    if (signal === 'SIGTERM') process.exit(43)
  })
  const parent = process.ppid
  setInterval(() => process.ppid === parent || process.exit(), 50)
  console.error('waiting')
}
`

/** Puts the stand-in on the path of a process that is started with these variables. */
export function fakeClaude(folder: string): { readonly PATH: string } {
  const bin = join(folder, 'claude-bin')
  mkdirSync(bin, { recursive: true })
  const script = join(folder, 'claude.mjs')
  writeFileSync(script, SOURCE)
  writeFileSync(join(bin, 'claude'), `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`)
  chmodSync(join(bin, 'claude'), 0o755)
  return { PATH: [bin, process.env['PATH'] ?? ''].join(delimiter) }
}

/** What it printed first. */
export const reportIn = (stdout: string): Report => JSON.parse(stdout.split('\n')[0] ?? '') as Report
