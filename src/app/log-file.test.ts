import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import type { LogEvent } from '../ports/log.ts'
import { createRedactor } from '../secrets/redactor.ts'
import { resolveSettings, type Overrides } from '../settings/resolve.ts'
import { openLogFile } from './log-file.ts'

/** Time passes when the test says so. */
function handClock() {
  let due: (() => void)[] = []
  const clock: Clock = {
    now: () => 7,
    after: (_ms, run) => {
      due.push(run)
      return () => {
        due = due.filter((one) => one !== run)
      }
    },
  }
  const tick = (): void => {
    for (const run of due.splice(0)) run()
  }
  return { clock, tick }
}

function setUp(overrides: Overrides = {}) {
  const home = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  const folder = join(home, 'logs')
  let settings = resolveSettings(overrides)
  const redactor = createRedactor()
  const faults: string[] = []
  const { clock, tick } = handClock()
  const onFault = (why: string): void => void faults.push(why)
  const log = openLogFile({ folder, settings: () => settings, redactor, clock, onFault })
  onTestFinished(() => {
    log.close()
    rmSync(home, { recursive: true, force: true })
  })
  const linesOf = (name = 'proxy.log') =>
    readFileSync(join(folder, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  const change = (next: Overrides): void => {
    settings = resolveSettings(next)
  }
  return { change, faults, folder, home, linesOf, log, redactor, tick }
}

const refused = (why: string): LogEvent => ({ event: 'config-refused', at: 1, why })
const stopped: LogEvent = { event: 'stopped', at: 2, broken: 0 }
const fault = (message: string): LogEvent => ({ event: 'fault', at: 3, message })

test('lines of a moment are written together, each with its level, for the owner only', () => {
  const { folder, linesOf, log, tick } = setUp()
  log.write(refused('a'))
  log.write(stopped)
  expect(existsSync(folder)).toBe(false)
  tick()
  expect(linesOf()).toEqual([
    { level: 'warn', event: 'config-refused', at: 1, why: 'a' },
    { level: 'info', event: 'stopped', at: 2, broken: 0 },
  ])
  if (process.platform === 'win32') return
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'proxy.log')).mode & 0o777).toBe(0o600)
})

test('a fault is on the disk at once, with what was before it', () => {
  const { linesOf, log } = setUp()
  log.write(stopped)
  log.write(fault('a bug'))
  expect(linesOf().map(({ event }) => event)).toEqual(['stopped', 'fault'])
})

test('log.level decides what is written, also when it changes meanwhile', () => {
  const { change, linesOf, log } = setUp({ 'log.level': 'error' })
  log.write(refused('too little'))
  log.write(fault('a'))
  change({ 'log.level': 'info' })
  log.write(stopped)
  log.write({ event: 'commit', at: 4, request: 'r', endpoint: 'e', afterMs: 1 })
  log.flush()
  expect(linesOf().map(({ event }) => event)).toEqual(['fault', 'stopped'])
})

test('log.file-size and log.files bound what is kept, and a smaller number takes the rest away', () => {
  const { change, folder, linesOf, log } = setUp({ 'log.file-size': 1_024, 'log.files': 3 })
  const write = (number: number): void => {
    log.write(refused(`${String(number)} ${'x'.repeat(500)}`))
    log.flush()
  }
  for (let number = 0; number < 10; number++) write(number)
  expect(readdirSync(folder).sort()).toEqual(['proxy.1.log', 'proxy.2.log', 'proxy.log'])
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(1_024)
  expect(linesOf().at(-1)?.['why']).toMatch(/^9 /)
  expect(linesOf('proxy.1.log').at(-1)?.['why']).toMatch(/^8 /)
  writeFileSync(join(folder, 'proxy.log.txt'), 'of somebody else')
  change({ 'log.file-size': 1_024, 'log.files': 1 })
  for (let number = 10; number < 12; number++) write(number)
  expect(readdirSync(folder).sort()).toEqual(['proxy.log', 'proxy.log.txt'])
})

test('an existing log is continued', () => {
  const { folder, linesOf, log, redactor } = setUp()
  log.write(stopped)
  log.close()
  const { clock } = handClock()
  const again = openLogFile({
    folder,
    settings: () => resolveSettings(),
    redactor,
    clock,
    onFault: () => undefined,
  })
  again.write(stopped)
  again.close()
  expect(linesOf()).toHaveLength(2)
})

test('a log that somebody removed is begun anew', () => {
  const { folder, linesOf, log } = setUp()
  log.write(fault('one'))
  rmSync(folder, { recursive: true })
  log.write(fault('two'))
  expect(linesOf().map(({ message }) => message)).toEqual(['two'])
})

test('no key reaches the file', () => {
  const { folder, log, redactor } = setUp()
  redactor.learn('made-up-secret-key')
  log.write(fault('Error: made-up-secret-key and sk-ant-made-up-0123456789'))
  const text = readFileSync(join(folder, 'proxy.log'), 'utf8')
  expect(text).not.toMatch(/made-up-secret|made-up-01/)
})

test('where no log can be, that is said once, nothing throws, and later the loss is written down', () => {
  const { faults, folder, linesOf, log } = setUp()
  writeFileSync(folder, 'a file in the place of the folder')
  log.write(fault('one'))
  log.write(fault('two'))
  expect(faults).toHaveLength(1)
  expect(log.fault).toMatch(/EEXIST|ENOTDIR/)
  rmSync(folder)
  log.write(fault('three'))
  expect(log.fault).toBe(null)
  expect(linesOf()).toMatchObject([{ event: 'lines-lost', lines: 2, level: 'warn' }, { message: 'three' }])
})

test.runIf(process.platform === 'linux')('a full disk loses lines and nothing else', () => {
  const { faults, folder, log } = setUp()
  mkdirSync(folder)
  symlinkSync('/dev/full', join(folder, 'proxy.log'))
  for (let i = 0; i < 50; i++) log.write(fault('lost'))
  expect(faults).toEqual([expect.stringContaining('ENOSPC')])
  expect(readdirSync('/proc/self/fd').length).toBeLessThan(200)
})
