import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { SCENARIOS } from '../../src/cli/scenario-names.ts'
import type { SimulateShape } from '../../src/cli/shapes/simulate.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, temporaryFolder, type Finished } from '../support/qcc.ts'
import { canOpenTerminals, openTerminal } from '../support/terminal.ts'

const simulate = (home: string, ...args: readonly string[]): Promise<Finished> =>
  qcc(['simulate', ...args], { QCC_HOME: home })

const told = ({ stdout }: Finished): SimulateShape => {
  const value: unknown = JSON.parse(stdout)
  expect(faultsAgainst('simulate', value)).toEqual([])
  return value as SimulateShape
}

test('without a configuration it says so and shows what three tiers come to, in all scenarios', async () => {
  const home = temporaryFolder()
  const all = await simulate(home)
  expect([all.code, all.stderr]).toEqual([
    0,
    expect.stringMatching(/^You have no endpoint yet[^]*qcc add NAME[^]*nothing was sent\.\n$/),
  ])
  const lines = all.stdout.trimEnd().split('\n')
  expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual([...SCENARIOS])
  // The timeline is for terminals.
  expect(all.stdout).not.toContain('│')
})

test('one scenario as JSON keeps to its shape, and one seed to its course', async () => {
  const home = temporaryFolder()
  const [one, again, other] = await Promise.all(
    ['4', '4', '5'].map((seed) => simulate(home, 'recovery', '--seed', seed, '--json')),
  )
  if (one === undefined || again === undefined || other === undefined) throw new Error('three were asked for')
  expect(again.stdout).toBe(one.stdout)
  expect(other.stdout).not.toBe(one.stdout)
  const { configuration, scenarios } = told(one)
  expect([configuration, scenarios.length, scenarios[0]?.timeline.length]).toEqual(['built-in', 1, 60])
  expect(scenarios[0]?.switches.map(({ cause }) => cause)).toContain('failover')
})

test("the person's own endpoints, tiers and settings are what is simulated", async () => {
  const home = temporaryFolder()
  for (const [name, tier] of [
    ['mine', 'primary'],
    ['theirs', 'secondary'],
  ] as const) {
    const target = ['--base-url', `https://${name}.example`, '--api-key-env', 'MINE']
    expect((await qcc(['add', name, ...target], { QCC_HOME: home })).code).toBe(0)
    expect((await qcc(['priority', 'set', name, tier], { QCC_HOME: home })).code).toBe(0)
  }
  const own = told(await simulate(home, 'recovery', '--json'))
  expect(own.configuration).toBe('own')
  expect(Object.keys(own.scenarios[0]?.onTierMs ?? {})).toEqual(['primary', 'secondary'])
  const withoutFailover = { QCC_HOME: home, QCC_FAILOVER_AUTO: 'off' }
  const fenced = told(await qcc(['simulate', 'recovery', '--json'], withoutFailover))
  expect(fenced.scenarios[0]?.served).toBeLessThan(own.scenarios[0]?.served ?? 0)
  expect(told(await simulate(home, 'recovery', '--built-in', '--json')).configuration).toBe('built-in')
})

test("a person's own scenario names endpoints by a pattern", async () => {
  const home = temporaryFolder()
  const file = join(home, 'own.yaml')
  writeFileSync(
    file,
    'about: mine\nlasts: 10m\nclients:\n  - { like: sdk, count: 3 }\nhappens:\n  - { at: work/*, what: dead-key }\n',
  )
  const [own] = told(await simulate(home, file, '--json')).scenarios
  expect(own).toMatchObject({ name: file, lastsMs: 600_000 })
  expect(own?.timeline.every(({ served }) => served['primary'] === undefined)).toBe(true)
})

test.skipIf(!canOpenTerminals())('on a terminal there is a timeline of what each tier served', async () => {
  const terminal = await openTerminal(temporaryFolder(), 'en')
  await terminal.enters('qcc simulate recovery')
  const screen = await terminal.shows(/nothing was sent/)
  expect(screen).toMatch(/primary +│[·▁▂▃▄▅▆▇█]{60}│/)
  expect(screen).toMatch(/failed +│[·×]{60}│/)
  expect(screen).toMatch(/from primary to secondary \(failover\)/)
})
