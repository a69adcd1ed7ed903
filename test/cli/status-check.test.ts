import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeWith } from '../support/home.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder } from '../support/qcc.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_one: 'made-up-one-0123456789' }

test('a set-up that serves has no fault; each that it gets is named, in the end the exit code is 6', async () => {
  const up = await upstream('one', [{ do: 'serve' }], { key: KEYS.KEY_one })
  const home = await homeWith([up])
  const user = temporaryFolder()
  mkdirSync(join(user, '.claude'))
  const run = (...args: readonly string[]) => qcc(args, { QCC_HOME: home, HOME: user, ...KEYS })
  const faults = async (): Promise<unknown> => {
    const { code, stdout } = await run('status', '--check', '--json')
    const status = JSON.parse(stdout) as { readonly faults: readonly unknown[] }
    expect(faultsAgainst('status', status)).toEqual([])
    expect(code).toBe(status.faults.length === 0 ? 0 : 6)
    return status.faults
  }
  expect(await faults()).toEqual([{ kind: 'proxy-not-running', about: null }])
  const { stdout } = await run('proxy', 'start', '-d', '--json')
  const { url } = JSON.parse(stdout) as { readonly url: string }
  expect(await faults()).toEqual([])
  const settings = join(user, '.claude', 'settings.json')
  writeFileSync(settings, JSON.stringify({ env: { ANTHROPIC_BASE_URL: url } }))
  const well = await run('status', '--check')
  expect([well.code, well.stdout]).toEqual([
    0,
    expect.stringMatching(/\nClaude Code +its settings point here \([^]*\n\nNothing is wrong\.\n$/),
  ])

  await run('proxy', 'stop')
  expect(await faults()).toEqual([
    { kind: 'proxy-not-running', about: null },
    { kind: 'claude-points-nowhere', about: url },
  ])
  const ill = await run('status', '--check')
  expect([ill.code, ill.stderr]).toEqual([6, ''])
  expect(ill.stdout).toContain(`\nFault: the settings of Claude Code point to ${url}, where nobody listens.`)
  // Without the flag nothing is judged.
  const plain = await run('status', '--json')
  expect([plain.code, JSON.parse(plain.stdout)]).toEqual([0, expect.objectContaining({ faults: null })])
})
