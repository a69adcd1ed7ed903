import { describe, expect, test } from 'vitest'
import { readStream } from '../support/answer-text.ts'
import { errorOf, send, sendMessage } from '../support/http.ts'
import { profilesDocument, startRigOn, upstream } from '../support/rig.ts'

const GOOD = { do: 'serve' } as const
const BAD = { do: 'status', status: 500 } as const

/** Two profiles that serve the root URL together, and one beside them. */
async function fencedRig(act: typeof GOOD | typeof BAD = GOOD, profile?: string) {
  const ups = await Promise.all([
    upstream('work', [act]),
    upstream('spare', [GOOD]),
    upstream('apart', [GOOD]),
  ])
  const document = profilesDocument(ups, { tiers: { primary: ['work'], secondary: ['spare'] } })
  const rig = await startRigOn(document, profile === undefined ? {} : { profile })
  return { ...rig, ups, seen: () => ups.map((up) => up.seen.length) }
}

describe('a path that names a profile', () => {
  test('is served by that profile, also by one that the root URL leaves out', async () => {
    const { seen, url } = await fencedRig()
    const answers = [await sendMessage(`${url}/p/apart`), await sendMessage(`${url}/p/spare`)]
    expect(answers.map(({ headers }) => headers['x-qcc-endpoint'])).toEqual(['apart/apart', 'spare/spare'])
    expect(answers.map(({ body }) => readStream(body).text)).toEqual(['hello from apart', 'hello from spare'])
    expect(seen()).toEqual([0, 1, 1])
  })

  test('keeps its fence when the profile fails: the client gets the failure, nobody else is asked', async () => {
    const { seen, url } = await fencedRig(BAD)
    for (let turn = 1; turn <= 5; turn++) {
      const answer = await sendMessage(`${url}/p/work`)
      expect(answer.status).toBeGreaterThanOrEqual(500)
    }
    expect(seen().slice(1)).toEqual([0, 0])
    const atRoot = await sendMessage(url)
    expect([atRoot.status, atRoot.headers['x-qcc-endpoint']]).toEqual([200, 'spare/spare'])
  })

  test('is taken off what the endpoint gets, and the query is kept', async () => {
    const { ups, url } = await fencedRig()
    const body = '{"model":"m","messages":[]}'
    await send(`${url}/p/spare/v1/messages?beta=true&x=%2F`, { body })
    await send(`${url}/p/spare/v1/models?limit=5`, { method: 'GET' })
    expect(ups[1]?.seen.map(({ path }) => path)).toEqual([
      '/v1/messages?beta=true&x=%2F',
      '/v1/models?limit=5',
    ])
  })

  test.each([['/p/apart'], ['/p/apart/'], ['/p/apart/api/hello']])(
    "HEAD %s is Claude Code's greeting, answered here",
    async (path) => {
      const { seen, url } = await fencedRig()
      expect((await send(url + path, { method: 'HEAD' })).status).toBe(200)
      expect(seen()).toEqual([0, 0, 0])
    },
  )

  test.each([['nowhere'], ['WORK'], ['work%2Fwork'], ['%E0%A4%A'], ['__proto__']])(
    'of nothing (%s) is a 410 in the envelope, and nobody is asked',
    async (name) => {
      const { seen, url } = await fencedRig()
      const answer = await send(`${url}/p/${name}/v1/messages`, { body: '{"model":"m","messages":[]}' })
      expect([answer.status, errorOf(answer).type]).toEqual([410, 'not_found_error'])
      expect(answer.headers['content-type']).toContain('application/json')
      expect(errorOf(answer).message).toContain('There is no profile')
      expect(seen()).toEqual([0, 0, 0])
    },
  )

  test('may be written with percent signs', async () => {
    const { seen, url } = await fencedRig()
    expect((await sendMessage(`${url}/p/%73pare`)).status).toBe(200)
    expect(seen()).toEqual([0, 1, 0])
  })
})

describe('a proxy that was started for one profile', () => {
  test('serves it at the root URL and at its own path, whatever has a tier', async () => {
    const { seen, url } = await fencedRig(GOOD, 'apart')
    const answers = [await sendMessage(url), await sendMessage(`${url}/p/apart`)]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(seen()).toEqual([0, 0, 2])
  })

  test('has no other path, and does not leave it when it fails', async () => {
    const { seen, url } = await fencedRig(BAD, 'work')
    const refused = await sendMessage(`${url}/p/spare`)
    expect([refused.status, errorOf(refused).type]).toEqual([410, 'not_found_error'])
    expect(errorOf(refused).message).toContain('"work" alone')
    expect((await sendMessage(url)).status).toBe(500)
    expect(seen()).toEqual([1, 0, 0])
  })
})
