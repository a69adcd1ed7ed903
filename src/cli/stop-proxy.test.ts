import { expect, test } from 'vitest'
import { recordedOutput } from '../../test/support/output.ts'
import { sayIn } from '../../test/support/say.ts'
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import type { ControlClient } from './control-client.ts'
import { stopProxy } from './stop-proxy.ts'

/** Stops a proxy that has this to say of itself; 0 of its requests are cut off. */
async function stopped(status: () => Promise<{ readonly open: number }>) {
  const { lines, output } = recordedOutput()
  const asked: number[] = []
  const stop = async (ms: number) => {
    asked.push(ms)
    return { broken: 0 }
  }
  const broken = await stopProxy(
    { output, say: sayIn('en') } as Context,
    { status, stop } as ControlClient,
    7,
  )
  return { asked, broken, lines }
}

test('open requests are told before they are waited for', async () => {
  const { asked, broken, lines } = await stopped(async () => ({ open: 2 }))
  expect([asked, broken, lines]).toMatchObject([
    [7_000],
    0,
    [expect.stringContaining('2'), expect.any(String)],
  ])
})

test('a proxy of another version, whose status says nothing to this one, is stopped all the same', async () => {
  const { asked, broken, lines } = await stopped(async () => {
    throw new AppError('failed', 'a status that this version does not understand')
  })
  expect([asked, broken, lines.length]).toEqual([[7_000], 0, 1])
})
