import { expect, test } from 'vitest'
import { commandOfUnit, systemdUnit, unitBesidesVariables } from './systemd-unit.ts'

const wish = {
  command: ['/usr/bin/node', '/opt/qcc.mjs', 'proxy', 'start'] as [string, ...string[]],
  variables: { PATH: '/usr/bin:/bin', LANG: 'zh_CN.UTF-8' },
  stopS: 45,
}
const lineOf = (unit: string, name: string): string | undefined =>
  unit.split('\n').find((line) => line.startsWith(`${name}=`))

test('the unit says what is run, with which variables, when again, and how long it may take to end', () => {
  const unit = systemdUnit(wish)
  expect(commandOfUnit(unit)).toBe('ExecStart="/usr/bin/node" "/opt/qcc.mjs" "proxy" "start"')
  expect(unit.split('\n').filter((line) => /^(Env|Restart|Timeout|KillMode|WantedBy)/.test(line))).toEqual([
    'Environment="PATH=/usr/bin:/bin"',
    'Environment="LANG=zh_CN.UTF-8"',
    'Restart=on-failure',
    'RestartSec=2',
    'RestartPreventExitStatus=2 5',
    'KillMode=mixed',
    'TimeoutStopSec=45',
    'WantedBy=default.target',
  ])
})

test.each([
  ['a space', '/my home', '"/my home"'],
  ['a quote', '/a"b', String.raw`"/a\"b"`],
  ['a backslash', '/a\\b', String.raw`"/a\\b"`],
  ['a percent sign', '/100%h', '"/100%%h"'],
  ['a dollar', '/$HOME/${X}', '"/$$HOME/$${X}"'],
  ['other scripts', '/家/é', '"/家/é"'],
  ['a line break', '/a\nb\tc', String.raw`"/a\x0ab\x09c"`],
  ['a semicolon and an apostrophe', "/a;b'c", `"/a;b'c"`],
])('%s in an argument reaches the program as it is', (_what, word, written) => {
  const unit = systemdUnit({ ...wish, command: ['/node', word] })
  expect(lineOf(unit, 'ExecStart')).toBe(`ExecStart="/node" ${written}`)
})

test('in the program itself and in variables a dollar is a dollar', () => {
  const unit = systemdUnit({ ...wish, command: ['/a$b%c'], variables: { PATH: '/x$y:/1%2' } })
  expect([lineOf(unit, 'ExecStart'), lineOf(unit, 'Environment')]).toEqual([
    'ExecStart="/a$b%%c"',
    'Environment="PATH=/x$y:/1%%2"',
  ])
})

test('two shells differ in variables only', () => {
  const other = systemdUnit({ ...wish, variables: { PATH: '/elsewhere' } })
  expect(other).not.toBe(systemdUnit(wish))
  expect(unitBesidesVariables(other)).toBe(unitBesidesVariables(systemdUnit(wish)))
  expect(unitBesidesVariables(systemdUnit({ ...wish, stopS: 9 }))).not.toBe(unitBesidesVariables(other))
  expect(commandOfUnit('[Unit]\n')).toBe('')
})
