/**
 * Transcripts of the built program. A file in `test/cli/transcripts` holds
 * command lines (`$ qcc …`, for a shell) with what each of them says: `| ` a
 * line on stdout, `! ` one on stderr, `= 3` an exit code that is not 0. All of
 * a file run in one home. What differs from run to run is written as a word.
 */
import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { QCC, temporaryFolder } from './qcc.ts'

/** Plays the command lines of a file again and resolves to the transcript as it is now. `NAME-zh.txt` speaks Chinese. */
export async function played(file: string): Promise<string> {
  const folder = temporaryFolder()
  const shell = shellIn(folder, /-zh\.txt$/.test(basename(file)) ? 'zh' : 'en')
  const same = normaliser(folder)
  const lines: string[] = []
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('$ ')) lines.push(line, ...(await said(shell, line.slice(2))).map(same))
    else if (!/^[|!=]( |$)/.test(line)) lines.push(line)
  }
  return lines.join('\n')
}

/** What a shell needs to run command lines. */
interface Shell {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** A shell in which `qcc` is the built program, and nothing of this machine's environment but the path. */
export function shellIn(folder: string, lang: 'en' | 'zh'): Shell {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'qcc'), `#!/bin/sh\nexec '${process.execPath}' '${QCC}' "$@"\n`)
  chmodSync(join(bin, 'qcc'), 0o755)
  const path = [bin, process.env['PATH'] ?? ''].join(delimiter)
  return {
    cwd: folder,
    env: { PATH: path, HOME: folder, LANG: 'C.UTF-8', QCC_LANG: lang, QCC_KEY_STORE: 'off' },
  }
}

async function said({ cwd, env }: Shell, commandLine: string): Promise<readonly string[]> {
  const child = spawn('/bin/sh', ['-c', commandLine], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const read = async (stream: NodeJS.ReadableStream, mark: string): Promise<readonly string[]> => {
    let text = ''
    for await (const part of stream.setEncoding('utf8')) text += String(part)
    const lines = text.split('\n')
    if (lines.at(-1) === '') lines.pop()
    return lines.map((line) => `${mark} ${line}`.trimEnd())
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [out, err] = await Promise.all([read(child.stdout, '|'), read(child.stderr, '!')])
  const code = await ended
  return [...out, ...err, ...(code === 0 ? [] : [`= ${String(code)}`])]
}

/** Writes ids, references, places and times as words, each thing as the same word wherever it stands. */
function normaliser(folder: string): (line: string) => string {
  const words = new Map<string, string>()
  const wordFor = (found: string, kind: string): string => {
    const known = words.get(found)
    if (known !== undefined) return known
    const number = [...words.values()].filter((word) => word.startsWith(kind)).length + 1
    // As long as the real one, so that columns stay as they are.
    const word = `${kind}${'0'.repeat(Math.max(0, found.length - kind.length - String(number).length))}${String(number)}`
    words.set(found, word)
    return word
  }
  return (line) =>
    line
      .replaceAll(folder, '/HOME')
      .replace(/secret:([\w-]{16})/g, (_, id: string) => `secret:${wordFor(id, 'kept')}`)
      .replace(/\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, (_, id: string) => {
        return `${wordFor(id, 'id')}-0000-0000-0000-000000000000`
      })
      .replace(/\b\d+(\.\d)? (B|kB|MB)\b/g, 'SIZE')
      // YAML puts an id in quotes when it could be a number.
      .replace(/\bid: "([0-9a-f]{8})"/g, 'id: $1')
      .replace(/\b[0-9a-f]{8}\b/g, (id) => wordFor(id, 'id'))
      .replace(/\b\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?\b/g, 'TIME')
}
