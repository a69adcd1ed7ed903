import { expect, test } from 'vitest'
import { sendRaw } from '../support/http.ts'
import { startRig } from '../support/rig.ts'

test('headers that do not arrive within 30 s are answered 408 in the envelope, and no later than that', async () => {
  const { proxy } = await startRig([])
  const sentAt = Date.now()
  const answer = await sendRaw(proxy.port, 'POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\n', 40_000)
  expect(Date.now() - sentAt).toBeGreaterThan(29_000)
  expect(Date.now() - sentAt).toBeLessThan(33_000)
  const [head, body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 408 [^]*content-type: application\/json/)
  expect(JSON.parse(body)).toMatchObject({ type: 'error', error: { type: 'timeout_error' } })
})
