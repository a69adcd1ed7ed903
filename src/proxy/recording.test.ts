import { expect, test } from 'vitest'
import { Recording } from './recording.ts'

const arrived = { request: 'r', arrivedAt: 0, method: 'POST', path: '/v1/messages', kind: 'message' } as const
const said = { model: null, stream: true, bytes: 0, session: null, agent: null }
const ended = { ending: 'served', status: 200, endpoint: null, attempts: 0 } as const

test('of a request that was held for hours, the beginning and the end are kept', () => {
  const recording = new Recording({ ...arrived, fence: null, configuration: 1 })
  for (let i = 0; i < 1_000; i++) recording.waited(i % 2 === 0 ? 'rest' : 'turn', [], i, 1)
  const steps = recording.trail(said, ended, 1_000).steps.map(({ afterMs }) => afterMs)
  expect(steps).toHaveLength(64)
  expect([steps[0], steps[31], steps[32], steps[63]]).toEqual([0, 31, 968, 999])
})

test('waits for the same that follow each other are one', () => {
  const recording = new Recording({ ...arrived, fence: null, configuration: 1 })
  for (let i = 0; i < 10; i++) recording.waited('turn', [], i * 10, 10)
  expect(recording.trail(said, ended, 100).steps).toMatchObject([{ kind: 'wait', afterMs: 0, tookMs: 100 }])
})
