import { expect, test } from 'vitest'
import type { ProxyStatus } from '../../src/admin/contract.ts'
import type { Unreached } from '../../src/core/outcome.ts'
import type { Sender } from '../../src/ports/sender.ts'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { rigDocument, startRigOn } from '../support/rig.ts'

const ELSEWHERE = ['a', 'b'].map((name) => ({ name, url: `https://${name}.example` }))

/** A proxy whose sends never get further than `why`. */
async function rigWithout(targets: typeof ELSEWHERE) {
  const network = { why: 'no-route' as Unreached }
  const sender: Sender = {
    send: (_request, sink) => {
      sink.onFailure({ reason: network.why, detail: '' })
      return { pause: () => undefined, resume: () => undefined, abort: () => undefined }
    },
    close: async () => undefined,
  }
  const { composed, url } = await startRigOn(rigDocument(targets), { sender })
  const downSince = async (): Promise<number | null> => {
    const headers = { authorization: `Bearer ${composed.token}` }
    const { body } = await send(`${url}/_qcc/api/v1/status`, { method: 'GET', headers })
    return (JSON.parse(body.toString()) as ProxyStatus).networkDownSince
  }
  return { downSince, network, url }
}

test('without a network the client is told so, and so is whoever asks for the status', async () => {
  const { downSince, network, url } = await rigWithout(ELSEWHERE)
  const answer = await sendMessage(url)
  expect([answer.status, answer.headers['x-should-retry']]).toEqual([503, undefined])
  expect(errorOf(answer)).toEqual({
    type: 'api_error',
    message: 'This machine seems to have no network (rig/a: no-route; rig/b: no-route).',
  })
  expect(await downSince()).toBeGreaterThan(0)

  network.why = 'refused'
  expect(errorOf(await sendMessage(url)).message).toMatch(/^No endpoint could serve this request /)
  expect(await downSince()).toBeNull()
})

test('one host that cannot be reached is no reason to doubt the network', async () => {
  const { downSince, url } = await rigWithout(ELSEWHERE.slice(0, 1))
  expect(errorOf(await sendMessage(url)).message).toMatch(/^No endpoint could serve this request /)
  expect(await downSince()).toBeNull()
})
