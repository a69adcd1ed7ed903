// scripts/claude-code.mjs, which installs the real client: run as a program of its own, with a registry that is not there.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { root } from './fixture-tree.ts'

const script = JSON.stringify(path.join(root, 'scripts/claude-code.mjs'))

function install(platform: string, prepare: (cache: string) => void = () => undefined) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'qcc-test-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true })
  })
  const cache = path.join(folder, 'cache')
  prepare(cache)
  const [system, arch] = platform.split('-')
  const pretend = `Object.defineProperties(process, { platform: { value: '${String(system)}' }, arch: { value: '${String(arch)}' } })`
  const code = `import { installClaudeCode } from ${script}\n${pretend}\nconsole.log(JSON.stringify(installClaudeCode()))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    env: {
      ...{ PATH: process.env['PATH'], HOME: folder, QCC_TEST_CACHE: cache },
      ...{ npm_config_registry: 'http://127.0.0.1:9', npm_config_cache: path.join(folder, 'npm') },
    },
  })
  return { said: JSON.parse(stdout) as { binary?: string; missing?: string }, cache }
}

test('a client that cannot be fetched is missing with the reason, and leaves nothing behind', () => {
  const { cache, said } = install('linux-x64')
  expect(said).toEqual({
    missing: expect.stringMatching(/^Claude Code .* could not be installed: npm ended/) as string,
  })
  expect(readdirSync(cache)).toEqual([])
})

test('a platform without a sum is told as such', () => {
  expect(install('sunos-x64').said.missing).toMatch(/is not known here for sunos-x64$/)
})

test('a client that is there is not fetched again', () => {
  const { said } = install('linux-x64', (cache) => {
    const place = path.join(cache, 'claude-code-2.1.330', 'node_modules/@anthropic-ai/claude-code-linux-x64')
    mkdirSync(place, { recursive: true })
    writeFileSync(path.join(place, 'claude'), '')
  })
  expect(said.binary).toMatch(/claude-code-linux-x64\/claude$/)
})
