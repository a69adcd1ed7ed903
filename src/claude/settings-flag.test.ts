import { expect, test } from 'vitest'
import { splitArguments } from './settings-flag.ts'

test.each([
  [[], [], null],
  [['-p', 'hi'], ['-p', 'hi'], null],
  [['--settings', 'a.json', '-p', 'hi'], ['-p', 'hi'], 'a.json'],
  [['-p', '--settings=a.json', 'hi'], ['-p', 'hi'], 'a.json'],
  [['--settings', 'a.json', '--settings', 'b.json', '-c'], ['-c'], 'b.json'],
  [['--settings=a', '--settings=b=c'], [], 'b=c'],
  [['--settings', '--settings', '-c'], ['-c'], '--settings'],
  [['-p', '--', '--settings', 'a.json'], ['-p', '--', '--settings', 'a.json'], null],
  [['-p', '--settings'], ['-p', '--settings'], null],
] as const)('%j goes to Claude Code as %j, with the settings %j', (given, args, settings) => {
  expect(splitArguments(given)).toEqual({ args, settings })
})
