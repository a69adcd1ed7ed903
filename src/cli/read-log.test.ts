import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { logFile } from './log-files.ts'
import { readLog } from './read-log.ts'

/** A log whose lines are told apart by the number of requests that were cut off. */
function setUp() {
  const home = mkdtempSync(join(tmpdir(), 'qcc-test-'))
  const folder = join(home, 'logs')
  onTestFinished(() => {
    rmSync(home, { recursive: true, force: true })
  })
  const line = (broken: number): string => JSON.stringify({ level: 'info', event: 'stopped', at: 1, broken })
  const write = (...numbers: readonly number[]): void => {
    mkdirSync(folder, { recursive: true })
    for (const number of numbers) appendFileSync(logFile(folder), `${line(number)}\n`)
  }
  const rotate = (): void => {
    for (let age = 3; age >= 0; age--) {
      try {
        renameSync(logFile(folder, age), logFile(folder, age + 1))
      } catch {
        // There are not that many yet.
      }
    }
  }
  const reading = () => {
    const opened = readLog(folder)
    onTestFinished(() => {
      opened.close()
    })
    return {
      last: (count: number, wanted = (_number: number): boolean => true) =>
        opened.last(count, (one) => wanted(numberIn(one))).map(numberIn),
      news: () => opened.news().map(numberIn),
    }
  }
  return { folder, line, reading, rotate, write }
}

const numberIn = ({ event }: ReturnType<ReturnType<typeof readLog>['news']>[number]): number =>
  event?.event === 'stopped' ? event.broken : -1

test('the last lines come from as many files as it takes, oldest first', () => {
  const { reading, rotate, write } = setUp()
  write(1, 2)
  rotate()
  write(3, 4)
  rotate()
  write(5)
  expect(reading().last(2)).toEqual([4, 5])
  expect(reading().last(4)).toEqual([2, 3, 4, 5])
  expect(reading().last(50)).toEqual([1, 2, 3, 4, 5])
  expect(reading().last(2, (number) => number % 2 === 0)).toEqual([2, 4])
  expect(reading().last(0)).toEqual([])
})

test('what is written meanwhile is read once, in order, through any number of rotations', () => {
  const { reading, rotate, write } = setUp()
  write(1)
  const { last, news } = reading()
  expect(last(50)).toEqual([1])
  expect(news()).toEqual([])
  write(2)
  expect(news()).toEqual([2])
  write(3)
  rotate()
  write(4)
  expect(news()).toEqual([3, 4])
  write(5)
  rotate()
  write(6)
  rotate()
  write(7)
  expect(news()).toEqual([5, 6, 7])
  rotate()
  expect(news()).toEqual([])
  write(8)
  expect(news()).toEqual([8])
})

test('a log that is not there yet, or was taken away, is read from its beginning', () => {
  const { folder, reading, write } = setUp()
  const { last, news } = reading()
  expect(last(5)).toEqual([])
  expect(news()).toEqual([])
  write(1)
  expect(news()).toEqual([1])
  rmSync(folder, { recursive: true })
  expect(news()).toEqual([])
  write(2)
  expect(news()).toEqual([2])
})

test('half a line is read when it is whole, and what is no line of ours is kept as it is', () => {
  const { folder, line, reading, write } = setUp()
  write(1)
  const { last, news } = reading()
  expect(last(5)).toEqual([1])
  appendFileSync(logFile(folder), line(2).slice(0, 10))
  expect(news()).toEqual([])
  appendFileSync(logFile(folder), `${line(2).slice(10)}\nhalf a line of a full disk\n`)
  expect(news()).toEqual([2, -1])
})

test('a place where no log can be is told', () => {
  const { folder } = setUp()
  writeFileSync(folder, '')
  expect(() => readLog(folder)).toThrow('ENOTDIR')
})
