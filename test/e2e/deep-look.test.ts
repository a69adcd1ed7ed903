import { expect, test } from 'vitest'
import type { ProbeAnswer } from '../../src/admin/contract.ts'
import type { Act } from '../../src/lab/act.ts'
import { send } from '../support/http.ts'
import { idOf, startRig, upstream } from '../support/rig.ts'

interface Asked {
  readonly system?: unknown
  readonly thinking?: unknown
  readonly tool_choice?: unknown
  readonly messages: readonly unknown[]
}

/** Can do all that is looked at. */
function able() {
  let longPrompts = 0
  return ({ body }: { readonly body: Buffer }): Act => {
    const asked = JSON.parse(body.toString()) as Asked
    if (asked.thinking !== undefined) return { do: 'serve', thinking: 'Hm.', text: '1161' }
    if (asked.tool_choice !== undefined) {
      return { do: 'serve', text: '', tool: { name: 'look_up_word', input: { number: 7 } } }
    }
    if (asked.messages.length === 3) return { do: 'serve', text: 'marmalade' }
    if (asked.system === undefined) return { do: 'serve' }
    return { do: 'serve', usage: { cache_read_input_tokens: longPrompts++ === 0 ? 0 : 7_000 } }
  }
}

async function deep(reply?: ReturnType<typeof able>) {
  const up = await upstream('one', [{ do: 'serve' }], reply === undefined ? {} : { reply })
  const { composed, url } = await startRig([up])
  const body = JSON.stringify({ endpoints: [idOf('one')], kind: 'deep' })
  const headers = { authorization: `Bearer ${composed.token}` }
  const answer = await send(`${url}/_qcc/api/v1/probe`, { body, headers })
  const [report] = (JSON.parse(answer.body.toString()) as ProbeAnswer).reports
  const lines = Object.fromEntries((report?.lines ?? []).map(({ isFine, looked }) => [looked, isFine]))
  return { report, lines }
}

test('a deep look finds what an endpoint can do', async () => {
  const { lines, report } = await deep(able())
  expect(report).toMatchObject({ kind: 'deep', result: 'pass', verdict: 'ok' })
  const all = { 'count-tokens': true, 'long-prompt': true, caching: true, tool: true, thinking: true }
  expect(lines).toMatchObject(all)
  expect(report?.tokens.in).toBeGreaterThan(10_000)
})

test('what it cannot do is told and is no failure', async () => {
  const { lines, report } = await deep()
  expect(report).toMatchObject({ kind: 'deep', result: 'pass', verdict: 'ok' })
  expect(lines).toMatchObject({ 'long-prompt': true, caching: false, tool: false, thinking: false })
})
