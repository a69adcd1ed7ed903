// The lines of docs/control-api.md do what the page says, typed into one shell.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { ConfigurationAnswer, VersionsAnswer } from '../../src/admin/contract/configuration.ts'
import { startApiRig } from '../support/api-rig.ts'
import { kept } from '../support/contract.ts'
import { sendMessage } from '../support/http.ts'
import { upstream } from '../support/rig.ts'

const page = readFileSync(new URL('../../docs/control-api.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, body = '']) => body)

test('every line works, and what they change is changed', async () => {
  const rig = await startApiRig([await upstream('one', [{ do: 'serve' }])])
  await sendMessage(rig.url)
  const cwd = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  onTestFinished(() => {
    rmSync(cwd, { recursive: true, force: true })
  })
  // An answer a line.
  const script = ['set -eu', ...blocks].join('\n').replaceAll(/^(ask .*)$/gm, '$1; echo')
  const env = { PATH: process.env['PATH'] ?? '', QCC_HOME: rig.home, NO_PROXY: '127.0.0.1' }
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd, env })
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  const answers = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(answers.filter(({ type }) => type === 'error')).toEqual([])
  expect(answers.map((answer) => Object.keys(answer)[0])).toEqual([
    ...['role', 'version', 'at', 'requests', 'switches', 'settings'],
    ...['kind', 'kind', 'versions', 'kind'],
  ])
  expect(stdout).toContain('\nevent: status\n')
  const read = async <T>(path: string): Promise<T> => kept<T>('GET', path, await rig.ask('GET', path))
  const { document } = await read<ConfigurationAnswer>('/configuration')
  const { versions } = await read<VersionsAnswer>('/versions')
  expect(document.settings['hold.max']).toBeUndefined()
  expect(versions.map(({ message }) => message).slice(0, 2)).toEqual([
    'rollback to version 1',
    'hold for less',
  ])
})
