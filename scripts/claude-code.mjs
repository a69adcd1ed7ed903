// The real Claude Code for `npm run test:claude`: one version, the one whose behaviour was measured, in a cache outside the
// repository. npm downloads it, checks it against the sums below, and runs none of its scripts.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { npm } from './prepare-workspace.mjs'

const version = '2.1.330'
/** The npm packages of the platforms, as the registry signed for them. @type {Record<string, string | undefined>} */
const sums = {
  'linux-x64':
    'sha512-9Gn+V7DtJ8M1nztP9CeDVl9g3RtrepI7rOFTyPRRnZe8D6zebIHKmC7OvBauucuAP0X0k85SDN/LPVZyjsGezQ==',
  'linux-arm64':
    'sha512-V4yanAY5EA5UpwwRPtjSfqDbNqAlUJeVn3NYZw2AgmRHjdpSsLtHAzbxRXfkAnbjwTXzE0uedjQxUY02ARPcsA==',
  'darwin-x64':
    'sha512-XenTNj2zXaFrnLmf47n25vChfFhlfeyaAR/vW5SFsEnLGwd2U1vDUY97+5etHBZu3xWBnlK8HhBVxzRi9YTUDw==',
  'darwin-arm64':
    'sha512-rgzAjrRJJsIdZXGF9CCFFbURxKuJNobRr+krV3dNmqNJWIws74rLD0CABe4+nXlx/9WwRECTrveprWB96mubqw==',
}

const installMs = 5 * 60_000

/** Installs it unless it is there. Why it cannot be had is an answer, not an error. @returns {{ binary: string } | { missing: string }} */
export function installClaudeCode() {
  const platform = `${process.platform}-${process.arch}`
  const sum = sums[platform]
  if (sum === undefined) return { missing: `Claude Code ${version} is not known here for ${platform}` }
  const name = `@anthropic-ai/claude-code-${platform}`
  const folder = path.join(cacheFolder(), `claude-code-${version}`)
  const binaryIn = (/** @type {string} */ place) => path.join(place, 'node_modules', name, 'claude')
  try {
    if (!existsSync(binaryIn(folder))) install(folder, name, sum, binaryIn)
    return { binary: binaryIn(folder) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { missing: `Claude Code ${version} could not be installed: ${why}` }
  }
}

function cacheFolder() {
  const { QCC_TEST_CACHE, XDG_CACHE_HOME } = process.env
  return QCC_TEST_CACHE || path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'qcc-test')
}

/**
 * Beside its place first, then there in one step: a run that is killed leaves no half of it, and of two at once the second
 * finds it done.
 * @param {string} folder @param {string} name @param {string} sum @param {(place: string) => string} binaryIn
 */
function install(folder, name, sum, binaryIn) {
  mkdirSync(path.dirname(folder), { recursive: true })
  const draft = mkdtempSync(`${folder}-draft-`)
  try {
    const dependencies = { [name]: version }
    writeFileSync(path.join(draft, 'package.json'), JSON.stringify({ private: true, dependencies }))
    const packages = { '': { dependencies }, [`node_modules/${name}`]: { version, integrity: sum } }
    writeFileSync(path.join(draft, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
    const quick = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000']
    const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...quick]
    finished('npm', npm(flags, { cwd: draft, timeout: installMs }))
    const env = { PATH: process.env['PATH'], HOME: draft, DISABLE_AUTOUPDATER: '1', DISABLE_TELEMETRY: '1' }
    const said = finished('it', spawnSync(binaryIn(draft), ['--version'], { encoding: 'utf8', env }))
    if (!said.startsWith(`${version} `)) throw new Error(`it calls itself ${said.trim()}`)
    moveTo(folder, draft)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** @param {string} folder @param {string} draft */
function moveTo(folder, draft) {
  try {
    renameSync(draft, folder)
  } catch (error) {
    // Another run was faster.
    if (!existsSync(folder)) throw error
  }
}

/** What it printed. @param {string} who @param {import('node:child_process').SpawnSyncReturns<string>} run @returns {string} */
function finished(who, { error, status, stderr, stdout }) {
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${who} ended with ${String(status)}: ${stderr.trim().split('\n')[0]}`)
  return stdout
}
