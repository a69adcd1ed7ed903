// npm packages that only tests and the benchmark need, in a cache outside the repository. npm downloads one, checks it against
// the sum that the registry signed for it, and runs none of its scripts.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { npm } from './prepare-workspace.mjs'

const installMs = 5 * 60_000

/**
 * A package without its dependencies: what is run of it needs none.
 * @typedef {{ name: string, version: string, sum: string, file: string }} CachedPackage `file` is what is run, from its root
 */

/**
 * Where the file to run is; installs the package unless it is there. `works` throws when a fresh one does not run.
 * @param {string} folderName @param {CachedPackage} wanted @param {(file: string, home: string) => void} [works] @returns {string}
 */
export function cachedPackage(folderName, wanted, works = () => undefined) {
  const folder = path.join(cacheFolder(), folderName)
  const fileIn = (/** @type {string} */ place) => path.join(place, 'node_modules', wanted.name, wanted.file)
  if (existsSync(fileIn(folder))) return fileIn(folder)
  mkdirSync(path.dirname(folder), { recursive: true })
  // Beside its place first, then there in one step: a run that is killed leaves no half of it, and of two at once the second
  // finds it done.
  const draft = mkdtempSync(`${folder}-draft-`)
  try {
    install(draft, wanted)
    works(fileIn(draft), draft)
    moveTo(folder, draft)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return fileIn(folder)
}

function cacheFolder() {
  const { QCC_TEST_CACHE, XDG_CACHE_HOME } = process.env
  return QCC_TEST_CACHE || path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'qcc-test')
}

/** @param {string} draft @param {CachedPackage} wanted */
function install(draft, { name, sum, version }) {
  const dependencies = { [name]: version }
  writeFileSync(path.join(draft, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const packages = { '': { dependencies }, [`node_modules/${name}`]: { version, integrity: sum } }
  writeFileSync(path.join(draft, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
  const quick = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=60000']
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...quick]
  finished('npm', npm(flags, { cwd: draft, timeout: installMs }))
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
export function finished(who, { error, status, stderr, stdout }) {
  if (error !== undefined) throw error
  if (status !== 0) throw new Error(`${who} ended with ${String(status)}: ${stderr.trim().split('\n')[0]}`)
  return stdout
}
