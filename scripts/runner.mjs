// The steps of `npm run check`, `npm test` and `npm run test:long`: phases one after the other, the steps of a phase side by
// side, each with its duration. A phase and the whole have a budget; what is over it is killed and counts as failed.
// A failed step does not stop the rest, so that one run shows everything that is wrong.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { childEnvironment, nodeBinary, root } from './prepare-workspace.mjs'

/**
 * `beside`: runs beside what matters more, gently; what it says is shown when it has ended.
 * @typedef {{ name: string, args: string[], env?: Record<string, string>, beside?: boolean }} Step
 */
/** `skipped`: why it is left out. @typedef {{ name: string, budgetMs: number, steps: Step[], skipped?: string }} Phase */

/** What nobody waits for has the processors that others leave. */
const gentle = os.constants.priority.PRIORITY_BELOW_NORMAL
const reports = mkdtempSync(path.join(os.tmpdir(), 'qcc-test-'))
const colour = process.stdout.isTTY && !process.env['NO_COLOR'] ? { FORCE_COLOR: '1' } : {}
/** @type {Map<number, import('node:child_process').ChildProcess>} */
const running = new Map()

/** @param {string} project @returns {Step} */
export function vitest(project) {
  const report = path.join(reports, `${project}.json`)
  const args = ['run', '--project', project, '--allowOnly=false', '--reporter=default', '--reporter=json']
  return {
    name: project,
    args: ['node_modules/vitest/vitest.mjs', ...args, `--outputFile.json=${report}`],
  }
}

/** Runs all phases, prints the one closing line and ends the process. @param {Phase[]} phases @param {number} budgetMs */
export async function runPhases(phases, budgetMs) {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      killRunning()
      rmSync(reports, { recursive: true, force: true })
      process.exit(130)
    })
  }
  const endsAt = Date.now() + budgetMs
  const failed = []
  for (const phase of phases) {
    failed.push(...(await runPhase(phase, Math.min(phase.budgetMs, Math.max(0, endsAt - Date.now())))))
  }
  if (failed.length > 0) process.stdout.write(`\nfailed steps: ${failed.join(', ')}\n`)
  const total = countTests(
    phases.flatMap((phase) => phase.steps),
    failed,
  )
  rmSync(reports, { recursive: true, force: true })
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
  const leftOut = phases.flatMap(({ name, skipped: why }) => (why === undefined ? [] : `, ${name} left out`))
  process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}${leftOut.join('')}\n`)
  process.exitCode = failed.length > 0 || total.failed > 0 ? 1 : 0
}

/** @param {Phase} phase @param {number} budgetMs @returns {Promise<string[]>} names of the steps that failed */
async function runPhase(phase, budgetMs) {
  if (phase.skipped !== undefined) {
    process.stdout.write(`${phase.name}: left out. ${phase.skipped}\n\n`)
    return []
  }
  const startedAt = Date.now()
  /** @type {string[]} */
  const failed = []
  let overBudget = false
  const deadline = setTimeout(() => {
    overBudget = true
    killRunning()
  }, budgetMs)
  const waiting = [...phase.steps]
  // A step alone in its phase writes straight to the terminal; side by side each one's output is kept together.
  const isAlone = phase.steps.filter(({ beside }) => beside !== true).length === 1
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (overBudget || !(await runStep(step, isAlone && step.beside !== true))) failed.push(step.name)
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, os.availableParallelism()) }, work))
  clearTimeout(deadline)
  process.stdout.write(`${phase.name}: ${seconds(startedAt)} of ${(budgetMs / 1000).toFixed(0)} s\n\n`)
  if (overBudget) {
    process.stdout.write(
      `${phase.name} took longer than its budget of ${(budgetMs / 1000).toFixed(0)} s and was stopped.\n`,
    )
  }
  return failed
}

/** @param {Step} step @param {boolean} live @returns {Promise<boolean>} */
function runStep(step, live) {
  const startedAt = Date.now()
  const child = spawn(nodeBinary(), step.args, {
    cwd: root,
    env: { ...childEnvironment(), ...colour, ...step.env },
    stdio: live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that a budget can end it with everything it started.
    detached: process.platform !== 'win32',
  })
  if (child.pid !== undefined) {
    running.set(child.pid, child)
    if (step.beside === true) os.setPriority(child.pid, Math.max(os.getPriority(), gentle))
  }
  let output = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => (output += text))
  child.stderr?.setEncoding('utf8').on('data', (text) => (output += text))
  return new Promise((resolve) => {
    child.on('error', (error) => (output += error.message))
    child.on('close', (code) => {
      if (child.pid !== undefined) running.delete(child.pid)
      const ok = code === 0
      process.stdout.write(
        `${ok ? '✓' : '✗'} ${step.name} ${seconds(startedAt)}\n${ok && step.beside !== true ? '' : `${output}\n`}`,
      )
      resolve(ok)
    })
  })
}

function killRunning() {
  for (const pid of running.keys()) {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'])
    else {
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // The group has gone by itself in the meantime, which is what was wanted.
      }
    }
  }
}

/**
 * A step that failed with no failed test (lint, a file that does not load, a killed run) counts as one, so that the closing
 * line never reads "0 failed" over a broken run.
 * @param {Step[]} steps @param {string[]} failedSteps
 */
function countTests(steps, failedSteps) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const step of steps) {
    const report = path.join(reports, `${step.name}.json`)
    const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
    const failed = counts.numFailedTests ?? 0
    total.passed += counts.numPassedTests ?? 0
    total.skipped += (counts.numPendingTests ?? 0) + (counts.numTodoTests ?? 0)
    total.failed += failed === 0 && failedSteps.includes(step.name) ? 1 : failed
  }
  return total
}

/** @param {number} startedAt */
function seconds(startedAt) {
  return `${((Date.now() - startedAt) / 1000).toFixed(1)} s`
}
