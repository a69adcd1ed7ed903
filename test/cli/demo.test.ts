import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { sendMessage } from '../support/http.ts'
import { qcc, startQcc } from '../support/qcc.ts'

test.each(['en', 'zh'])('the demo shows failovers that its client does not notice (%s)', async (lang) => {
  const { code, stdout, stderr } = await qcc(['demo', '--once', '--port', '0', '--json', '--lang', lang])
  expect(stderr).not.toMatch(/\{[a-z]+\}/)
  const steps = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step)
  expect(steps.every(({ complete }) => complete)).toBe(true)
  const preferred = steps[0]?.endpoint ?? ''
  for (const { endpoint, failed, step } of steps) {
    if (step === 'good' || step === 'back') expect([endpoint, failed]).toEqual([preferred, []])
    else expect([endpoint === preferred, failed.map((one) => one.endpoint)]).toEqual([false, [preferred]])
  }
  expect(code).toBe(0)
})

test('a port that is taken ends the demo with a sentence and the code of a conflict', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const port = String((server.address() as AddressInfo).port)
  const { code, stderr } = await qcc(['demo', '--once', '--port', port])
  expect([code, stderr]).toEqual([5, expect.stringMatching(new RegExp(`Port ${port} on .* is taken by`))])
})

test.each([['--once'], []])(
  'a signal in the middle of the script ends the demo at once (%s)',
  async (...flags) => {
    const running = startQcc(['demo', '--port', '0', ...flags])
    await running.says(/\n2\. /)
    running.child.kill('SIGINT')
    const { code, stderr } = await running.finished
    expect([code, /\n9\. |✗ the client/.exec(stderr)]).toEqual([130, null])
  },
)

interface Step {
  readonly step: string
  readonly endpoint: string
  readonly complete: boolean
  readonly failed: readonly { readonly endpoint: string }[]
}

test('without --once the demo stays up and serves what it tells people to type, until a signal', async () => {
  const running = startQcc(['demo', '--port', '0'])
  const url = (await running.says(/curl -iN (http:\S+)\/v1\/messages/))[1] ?? ''
  await running.says(new RegExp(`ANTHROPIC_BASE_URL=${url} `))
  const answers = [await sendMessage(url), await sendMessage(url)]
  expect(answers.every((answer) => answer.body.toString().includes('message_stop'))).toBe(true)
  running.child.kill('SIGINT')
  expect((await running.finished).code).toBe(0)
})
