import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
/** Who needs nothing that is not in the repository. */
const OWN = ['direct', 'bare', 'qcc', 'qcc-watched']

test('the benchmark plays every case with everybody, and each answer is right', () => {
  const args = [join(ROOT, 'bench/run.ts'), '--quick', '--contenders', OWN.join(',')]
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect([status, stderr.replace(/^.*: round 1 of 1\n/gm, '')]).toEqual([0, ''])

  const [, crowds = '', streams = '', failover = ''] =
    /(1 KB.*)(500 streams.*)(Failover.*)Starting/s.exec(stdout) ?? []
  const rows = (table: string, column: RegExp): readonly string[] =>
    table.split('\n').flatMap((line) => column.exec(line)?.slice(1) ?? [])
  const noneWrong = /^(\S+) .* 0$/
  expect(rows(crowds, noneWrong)).toEqual([...OWN, ...OWN, ...OWN])
  expect(rows(streams, noneWrong)).toEqual([...OWN, ...OWN])
  expect(rows(failover, /^(\S+) +[\d.]+ ± .*ms .*ms .*ms$/)).toEqual(['qcc'])
  // Each target has its figure, but for those beside peers.
  const unmeasured = rows(stdout, /^(.*?) {2,}.*not measured$/)
  expect(unmeasured.filter((what) => !/nginx|best peer/.test(what))).toEqual([])
})
