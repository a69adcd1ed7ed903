import { expect, test } from 'vitest'
import type { ProxyStatus, RetryAnswer } from '../../src/admin/contract.ts'
import { errorOf, send, sendMessage, type Answer } from '../support/http.ts'
import { startQueueRig } from '../support/queue-rig.ts'
import { startRig, upstream } from '../support/rig.ts'

const OUT = { do: 'status', status: 500 } as const
const SERVE = { do: 'serve' } as const
const NOBODY = '00000000-0000-4000-8000-000000000000'

const jsonOf = <T>(answer: Answer): T => JSON.parse(answer.body.toString()) as T

function apiOf({ composed, url }: Pick<Awaited<ReturnType<typeof startRig>>, 'composed' | 'url'>) {
  const headers = { authorization: `Bearer ${composed.token}` }
  return {
    retry: (body: string) => send(`${url}/_qcc/api/v1/retry`, { headers, body }),
    queue: async () =>
      jsonOf<ProxyStatus>(await send(`${url}/_qcc/api/v1/status`, { method: 'GET', headers })).queue,
  }
}

test('a retry over the control API is answered with what became of each, in order', async () => {
  const rig = await startQueueRig([await upstream('one', [OUT, OUT, SERVE])])
  const { queue, retry } = apiOf(rig)
  expect(await queue()).toEqual({
    ...{ enabled: true, waiting: 0, sending: 0, oldest: null, next: null, fault: null },
  })
  await sendMessage(rig.url)
  const { id, parkedAt } = await rig.item()
  expect(await queue()).toMatchObject({ waiting: 1, sending: 0, oldest: { id, parkedAt }, next: null })

  const { retried } = jsonOf<RetryAnswer>(await retry(JSON.stringify({ ids: [NOBODY, id] })))
  expect(retried).toMatchObject([
    { id: NOBODY, end: 'none', state: null },
    { id, end: 'nobody', endpoint: 'rig/one', status: 500, state: 'pending' },
  ])
  const all = jsonOf<RetryAnswer>(await retry('{"ids":null}'))
  expect(all.retried).toMatchObject([{ id, end: 'served', status: 200, state: 'succeeded' }])
  expect(jsonOf<RetryAnswer>(await retry('{"ids":null}'))).toEqual({ retried: [] })
  expect(await queue()).toMatchObject({ waiting: 0, oldest: null })
})

test.each(['', 'not json', '{}', '{"ids":"one"}', '{"ids":[7]}', '{"ids":[],"x":1}'])(
  'a retry that says %j is refused, and nothing is sent',
  async (body) => {
    const one = await upstream('one', [OUT])
    const rig = await startQueueRig([one])
    await sendMessage(rig.url)
    const answer = await apiOf(rig).retry(body)
    expect([answer.status, errorOf(answer).type]).toEqual([400, 'invalid_request_error'])
    expect(one.seen).toHaveLength(1)
  },
)
