import { expect, test } from 'vitest'
import { given } from '../../test/support/fleet.ts'
import { MESSAGE, proberRig, stream } from '../../test/support/prober-rig.ts'
import type { Outbound } from '../ports/sender.ts'

test('a model that thinks first is asked once more with more room, and next time at once', async () => {
  const { answer, clock, prober, sent, told } = proberRig()
  const first = prober.test(['a'], 'conversation')
  await clock.pass(0)
  await answer(0, 200, {})
  await answer(1, 200, stream({ text: '', thinking: 'Hm, a code and a sum.', stopReason: 'max_tokens' }))
  await answer(2, 200, MESSAGE)
  expect((await first)[0]).toMatchObject({ verdict: 'ok', quality: 100, model: 'claude-small' })
  const second = prober.test(['a'], 'conversation')
  await clock.pass(0)
  await answer(3, 200, {})
  await answer(4, 200, MESSAGE)
  expect((await second)[0]).toMatchObject({ verdict: 'ok' })
  const rooms = [1, 2, 4].map((index) => (bodyOf(sent[index]) as { max_tokens: number }).max_tokens)
  expect(rooms).toEqual([64, 1_024, 1_024])
  // Both rounds were paid for.
  const [one, two] = told.map(([, { check }]) => given(check ?? undefined).tokens.in)
  expect(given(one)).toBe(2 * given(two))
})

test('a model that only thinks was not wrong, and is asked again only as far as its tokens go', async () => {
  const { answer, changed, clock, due, prober, said, sent, told } = proberRig()
  const thoughts = stream({ text: '', thinking: 'Hm.', stopReason: 'max_tokens' })
  said.due = [due('a', { mayAskAgain: false })]
  said.nextDueAt = clock.now()
  changed()
  await clock.pass(600)
  said.nextDueAt = null
  await answer(0, 200, {})
  await answer(1, 200, thoughts)
  expect(sent).toHaveLength(2)
  expect(told).toMatchObject([['a', { result: 'unclear', check: { verdict: 'wrong-answer' } }]])
  const asked = prober.test(['a'], 'conversation')
  await clock.pass(0)
  for (const [index, body] of [{}, thoughts, thoughts].entries()) await answer(index + 2, 200, body)
  expect(await asked).toMatchObject([
    { result: 'unclear', verdict: 'wrong-answer', why: 'nothing but thinking in 1024 tokens' },
  ])
})

test('while clients are served, who refuses a check is one that refuses checks', async () => {
  const { answer, clock, prober, said, told } = proberRig()
  for (const isServing of [false, true]) {
    said.isServing = isServing
    const asked = prober.test(['a'], 'conversation')
    await clock.pass(0)
    await answer(isServing ? 2 : 0, 401, {})
    await answer(isServing ? 3 : 1, 401, {
      type: 'error',
      error: { type: 'authentication_error', message: 'no' },
    })
    await asked
  }
  expect(told).toMatchObject([
    ['a', { result: 'fail', check: { verdict: 'credential' } }],
    ['a', { result: 'unclear', check: { verdict: 'refused-by-relay' } }],
  ])
})

const bodyOf = (one: { readonly request: Outbound } | undefined): unknown => {
  const body = given(one).request.body
  return body?.kind === 'kept' ? JSON.parse(Buffer.concat(body.chunks).toString()) : null
}
