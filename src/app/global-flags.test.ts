import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { globalFlags } from './global-flags.ts'

test.each([
  [[], {}, join(homedir(), '.qcc')],
  [[], { QCC_HOME: '' }, join(homedir(), '.qcc')],
  [[], { QCC_HOME: 'here' }, resolve('here')],
  [['list', '--home', '/a'], { QCC_HOME: '/b' }, '/a'],
  [['--home=/a', 'list'], {}, '/a'],
  [['run', '--', '--home', '/a'], { QCC_HOME: '/b' }, '/b'],
])('the command line %j and the environment %j keep everything in %s', (args, env, home) => {
  expect(globalFlags(args, env).home).toBe(home)
})

test('flags count before and after the command, long and short, and not behind --', () => {
  expect(globalFlags(['-q', 'list', '--json', '-y', '--no-color', '--lang', 'zh'], {})).toMatchObject({
    quiet: true,
    json: true,
    yes: true,
    color: false,
    lang: 'zh',
  })
  expect(globalFlags(['run', '--', '-q', '--json', '--yes', '--lang=zh'], {})).toMatchObject({
    quiet: false,
    json: false,
    yes: false,
    color: true,
    lang: undefined,
  })
})
