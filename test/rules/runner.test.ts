// scripts/runner.mjs, which decides whether `npm test` is green: run as a program of its own on tiny phases.
import { spawn } from 'node:child_process'
import { getPriority } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './fixture-tree.ts'

const runner = JSON.stringify(path.join(root, 'scripts/runner.mjs'))
const step = (name: string, code: string) => `{ name: '${name}', args: ['-e', ${JSON.stringify(code)}] }`
const phases = (steps: string[], budgetMs: number) =>
  `import { runPhases } from ${runner}\nawait runPhases([{ name: 'phase', budgetMs: ${budgetMs}, steps: [${steps.join()}] }], 60000)`
/** Its end is what the output shows: the pipe closes when the last process that holds it is gone. */
const slow = 'console.log("started"); setTimeout(() => console.log("survived"), 5000)'

interface Ended {
  readonly code: number | null
  readonly output: string
}

function run(script: string, onOutput?: (text: string, stop: () => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: root })
  let output = ''
  child.stderr.resume()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    onOutput?.(text, () => child.kill('SIGTERM'))
  })
  return new Promise((resolve) =>
    child.on('close', (code) => {
      resolve({ code, output })
    }),
  )
}
const lastLine = ({ output }: Ended) => output.trimEnd().split('\n').at(-1)

describe('the runner', () => {
  it('ends with 0 and the closing line when every step does', async () => {
    const ended = await run(phases([step('a', ''), step('b', '')], 25_000))
    expect(ended.code).toBe(0)
    expect(lastLine(ended)).toBe('0 passed, 0 failed')
  })
  it('runs the rest after a failed step, shows its words, and fails', async () => {
    const ended = await run(
      phases([step('a', 'console.log("my words"); process.exit(3)'), step('b', '')], 25_000),
    )
    expect(ended.output).toMatch(/✗ a .*\nmy words[^]*failed steps: a\n/)
    expect(ended.output).toMatch(/✓ b /)
    expect(ended.code).toBe(1)
  })
  it('stops what is over its budget, says so and fails', async () => {
    const ended = await run(phases([step('slow', slow)], 500))
    expect(ended.output).toContain('phase took longer than its budget')
    expect(ended.code).toBe(1)
    expect(ended.output).not.toContain('survived')
  })
  it('counts a failed step that left no report as a failed test', async () => {
    const ended = await run(phases([step('crashed', 'process.exit(1)')], 25_000))
    expect(lastLine(ended)).toBe('0 passed, 1 failed')
  })
  it('names a phase that is left out, with the reason, and runs the others', async () => {
    const leftOut = `{ name: 'other', budgetMs: 1000, steps: [], skipped: 'There is no client.' }`
    const ended = await run(phases([step('a', '')], 25_000).replace('([{', `([${leftOut}, {`))
    expect(ended.output).toMatch(/^other: left out\. There is no client\.\n[^]*✓ a /)
    expect(lastLine(ended)).toBe('0 passed, 0 failed, other left out')
    expect(ended.code).toBe(0)
  })
  it('runs beside another what is to be gentle, and shows what it said', async () => {
    const says = 'console.log("priority", os.getPriority())'
    const gentle = step('gentle', `setTimeout(() => ${says}, 300)`).replace('{', '{ beside: true,')
    const ended = await run(phases([step('a', says), gentle], 25_000))
    // An `npm test` may itself be gentle.
    const own = getPriority()
    expect(ended.output).toMatch(new RegExp(`✓ gentle .*\npriority ${String(Math.max(own, 10))}\n`))
    expect(ended.output).toContain(`priority ${String(own)}\n`)
    expect(ended.code).toBe(0)
  })
  it('takes its children with it when it is stopped', async () => {
    const ended = await run(phases([step('slow', slow)], 60_000), (_, stop) => {
      stop()
    })
    expect(ended.code).toBe(130)
    expect(ended.output).not.toContain('survived')
  })
})
