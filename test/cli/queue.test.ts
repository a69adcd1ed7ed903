import { expect, test } from 'vitest'
import type {
  QueueClearShape,
  QueueListShape,
  QueueRetryShape,
  QueueShowShape,
  QueueStatusShape,
} from '../../src/views/shapes/queue.ts'
import type { Act } from '../../src/lab/act.ts'
import type { Upstream } from '../../src/lab/upstream.ts'
import { homeWith } from '../support/home.ts'
import { sendMessage } from '../support/http.ts'
import { faultsAgainst } from '../support/published-schema.ts'
import { qcc, startQcc, type Finished } from '../support/qcc.ts'
import { until } from '../support/proxy-process.ts'
import { upstream } from '../support/rig.ts'

const KEYS = { KEY_main: 'made-up-main-0123456789' }
const OUT: Act = { do: 'status', status: 500 }
const SERVE: Act = { do: 'serve', text: 'K7 — 41' }

/** A home whose proxy asks one endpoint, and holds nobody. */
interface Stage {
  readonly main: Upstream
  readonly run: (...args: readonly string[]) => Promise<Finished>
  readonly json: <T>(schema: string, ...args: readonly string[]) => Promise<T>
  readonly env: Readonly<Record<string, string>>
  readonly start: () => Promise<string>
}

async function stage(
  acts: readonly Act[],
  settings: Readonly<Record<string, string | number>> = {},
): Promise<Stage> {
  const main = await upstream('main', acts, { key: KEYS.KEY_main })
  const home = await homeWith([main], { 'hold.max': 0, ...settings })
  const env = { QCC_HOME: home, ...KEYS }
  const run = (...args: readonly string[]) => qcc(args, env)
  return {
    ...{ main, env, run },
    json: async <T>(schema: string, ...args: readonly string[]) => {
      const { stdout } = await run(...args, '--json')
      const value = JSON.parse(stdout) as T
      expect(faultsAgainst(schema, value)).toEqual([])
      return value
    },
    start: async () => {
      const { stdout } = await run('proxy', 'start', '-d', '--json')
      return (JSON.parse(stdout) as { readonly url: string }).url
    },
  }
}

const asked = (text: string) => ({ messages: [{ role: 'user', content: text }] })

test('a queue is filled by real failures, survives the proxy, and is emptied by real retries', async () => {
  const { json, main, run, start } = await stage([OUT, OUT, SERVE])
  const refused = await sendMessage(await start(), asked('a question of mine'))
  expect(refused.status).toBe(500)
  const id = String(refused.headers['x-qcc-request-id'])
  const { items } = await json<QueueListShape>('queue-list', 'queue', 'list')
  expect(items).toMatchObject([
    { id, state: 'pending', waitsFor: { kind: 'hand' }, profile: null, tries: [], cost: null, answer: null },
  ])

  await run('proxy', 'stop')
  const alone = await json<QueueStatusShape>('queue-status', 'queue', 'status')
  expect(alone).toMatchObject({ proxy: false, counts: { pending: 1 }, oldest: { id }, next: null })
  expect((await run('queue', 'retry', id)).code).toBe(4)
  await start()

  const failed = await run('queue', 'retry', id)
  expect([failed.code, failed.stdout]).toEqual([
    1,
    `${id}: nobody served it; work/main was the last to be asked (status 500). It waits on.\n`,
  ])
  const served = await run('queue', 'retry', id, '--print')
  expect([served.code, served.stdout]).toEqual([0, 'K7 — 41\n'])
  expect(served.stderr).toContain(`${id}: answered by work/main (status 200).`)
  expect(main.seen).toHaveLength(3)
})

test('what was asked is shown only when it is asked for, and the beginning of an id is proposed and enough', async () => {
  const { run, start } = await stage([OUT])
  const { headers } = await sendMessage(await start(), asked('a question of mine'))
  const id = String(headers['x-qcc-request-id'])
  const proposed = await run('complete', '--', 'queue', 'retry', id.slice(0, 2))
  expect(proposed.stdout.split('\n')[0]?.trim()).toBe(id)
  const body = await run('queue', 'show', id.slice(0, 6), '--body')
  expect(JSON.parse(body.stdout)).toMatchObject(asked('a question of mine'))
  expect((await run('queue', 'show', id)).stdout).not.toContain('a question of mine')
})

test('an answered one shows its answer, its tries with their trails, and what they cost', async () => {
  const { json, run, start } = await stage([OUT, OUT, SERVE])
  const { headers } = await sendMessage(await start(), asked('one'))
  const id = String(headers['x-qcc-request-id'])
  for (const code of [1, 0]) expect((await run('queue', 'retry', id)).code).toBe(code)
  const { answer, item } = await json<QueueShowShape>('queue-show', 'queue', 'show', id)
  expect(answer).toEqual({ text: 'K7 — 41', tools: [] })
  expect(item).toMatchObject({
    ...{ state: 'succeeded', finalReason: 'answered', waitsFor: { kind: 'nothing' } },
    cost: { kind: 'known', isLeast: false },
    tries: [
      { end: 'nobody', endpoint: 'work/main', status: 500, cost: null },
      { end: 'served', endpoint: 'work/main', status: 200, cost: { kind: 'known' } },
    ],
  })
  const request = item.tries[0]?.request ?? ''
  expect(JSON.parse((await run('explain', request, '--json')).stdout)).toMatchObject({ request })
  const shown = await run('queue', 'show', request.slice(0, 8))
  expect(shown.stdout).toContain(id)
  expect(shown.stdout).toMatch(/\n\nK7 — 41\n$/)

  const again = await json<QueueRetryShape>('queue-retry', 'queue', 'retry', id)
  expect(again.items).toMatchObject([{ id, end: 'not-pending', state: 'succeeded', answer: null }])
  expect((await run('queue', 'show', id, '--body')).code).toBe(1)
})

test('retry-all sends all that wait, the oldest first, and says what happened to each', async () => {
  const { json, main, run, start } = await stage([OUT, OUT, SERVE])
  const url = await start()
  for (const text of ['one', 'two']) expect((await sendMessage(url, asked(text))).status).toBe(500)
  const { code, stderr, stdout } = await run('queue', 'retry-all')
  expect([code, stdout.match(/answered by work\/main/g)]).toEqual([
    0,
    ['answered by work/main', 'answered by work/main'],
  ])
  expect(stderr).toContain('2 of 2 answered.')
  const { items } = await json<QueueRetryShape>('queue-retry', 'queue', 'retry-all')
  expect(items).toEqual([])
  expect((await run('queue', 'retry-all')).stderr).toContain('Nothing waits to be sent.')
  main.play(OUT)
  await sendMessage(url, asked('three'))
  expect((await run('queue', 'retry-all')).code).toBe(1)
})

test('nobody eligible: said plainly, nothing is sent, and it waits on', async () => {
  const limited: Act = { do: 'status', status: 429, headers: { 'retry-after': '3600' } }
  const { json, main, run, start } = await stage([limited])
  const url = await start()
  await sendMessage(url, asked('one'))
  const { items } = await json<QueueListShape>('queue-list', 'queue', 'list')
  const { code, stdout } = await run('queue', 'retry', items[0]?.id ?? '')
  expect(code).toBe(1)
  expect(stdout).toContain('nobody can serve it now, so nothing was sent')
  expect(main.seen).toHaveLength(1)
  const after = await json<QueueListShape>('queue-list', 'queue', 'list')
  expect(after.items).toMatchObject([{ state: 'pending', tries: [] }])
})

test('what is being sent is not sent a second time, and stays when the rest is removed', async () => {
  const slow: Act = { do: 'serve', text: 'slow', breakAt: { phase: 'in-text', how: 'stall' } }
  const { env, json, main, run, start } = await stage([OUT, OUT, slow])
  const url = await start()
  for (const text of ['one', 'two']) await sendMessage(url, asked(text))
  const { items } = await json<QueueListShape>('queue-list', 'queue', 'list')
  const [other, first] = items.map(({ id }) => id)
  if (first === undefined || other === undefined) throw new Error('nothing was kept')
  const running = startQcc(['queue', 'retry', first], env)
  await until('it is being sent', async () => (main.open === 1 ? true : null))

  const second = await run('queue', 'retry', first)
  expect([second.code, second.stdout]).toEqual([1, expect.stringContaining('it is being sent already')])
  const question = await run('queue', 'clear')
  expect([question.code, question.stderr]).toEqual([2, expect.stringContaining('Give --yes to confirm it.')])
  const cleared = await run('queue', 'clear', '--yes')
  expect(cleared.stderr).toMatch(/Removed 1 request\(s\)\. The database had .* and has .* now\.\n1 stay/)
  expect((await json<QueueListShape>('queue-list', 'queue', 'list')).items).toMatchObject([
    { id: first, state: 'retrying' },
  ])
  running.child.kill('SIGKILL')
  expect(main.seen).toHaveLength(3)
})

test('hours later nothing is sent by itself, and the one answer is billed once', async () => {
  const { json, main, run, start } = await stage([OUT, SERVE])
  const url = await start()
  const question = asked('one')
  await sendMessage(url, question)
  expect((await run('queue', 'status')).stdout).toContain('sent again when its client asks again')
  // The client comes back after it was sent by hand: it gets the stored answer, and nobody is asked.
  await run('queue', 'retry-all')
  const given = await sendMessage(url, question)
  const [item] = (await json<QueueListShape>('queue-list', 'queue', 'list')).items
  expect(given.headers['x-qcc-queue']).toBe(item?.id ?? 'nothing was kept')
  expect(given.body.toString()).toContain('message_stop')
  expect(main.seen).toHaveLength(2)
  // It was given: the same question is a new one.
  const third = await sendMessage(url, question)
  expect(third.headers['x-qcc-queue']).toBeUndefined()
  expect(main.seen).toHaveLength(3)
})

test('removing gives the disk its space back', async () => {
  const { json, run, start } = await stage([OUT])
  const url = await start()
  const incompressible = Array.from({ length: 400_000 }, () => Math.random().toString(36).at(-1)).join('')
  for (let i = 0; i < 3; i++) await sendMessage(url, asked(`${String(i)} ${incompressible}`))
  const before = await json<QueueStatusShape>('queue-status', 'queue', 'status')
  expect(before.fileBytes).toBeGreaterThan(600_000)
  const { fileBytesAfter, items } = await json<QueueClearShape>('queue-clear', 'queue', 'clear', '--yes')
  expect(items).toBe(3)
  expect(fileBytesAfter).toBeLessThan(before.fileBytes / 4)
  expect((await json<QueueStatusShape>('queue-status', 'queue', 'status')).fileBytes).toBeLessThan(
    before.fileBytes / 4,
  )
  expect((await run('queue', 'list')).stderr).toBe('Nothing is kept.\n')
})

test('switched off, nothing is kept', async () => {
  const { json, run, start } = await stage([OUT], { 'queue.enabled': 'off' })
  const url = await start()
  expect((await sendMessage(url, asked('one'))).status).toBe(500)
  expect((await json<QueueListShape>('queue-list', 'queue', 'list')).items).toEqual([])
  expect((await run('status')).stdout).toMatch(/^Queue +off: failed requests are not kept · nothing waits$/m)
})
