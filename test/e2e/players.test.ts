import { expect, onTestFinished, test } from 'vitest'
import type { Verdict } from '../../src/core/health/check.ts'
import { probe } from '../../src/health/probe.ts'
import { PLAYERS, type PlayerName } from '../../src/lab/players.ts'
import { startUpstream } from '../../src/lab/upstream.ts'
import { UndiciSender } from '../../src/sender/undici-sender.ts'
import { fastClock } from '../support/fast-clock.ts'
import { endpoint } from '../support/fleet.ts'

/** What the first check finds, and the second one; `isServing`: clients are served meanwhile. */
const FOUND: Readonly<Record<PlayerName, readonly [first: Verdict, second: Verdict, isServing?: boolean]>> = {
  good: ['ok', 'ok'],
  slow: ['slow', 'slow'],
  alternating: ['outage', 'ok'],
  'error-in-200': ['outage', 'outage'],
  'empty-body': ['empty', 'empty'],
  'canned-text': ['wrong-answer', 'wrong-answer'],
  'another-model': ['model-mismatch', 'model-mismatch'],
  'garbage-sse': ['malformed', 'malformed'],
  'claude-code-only': ['refused-by-relay', 'refused-by-relay', true],
  reasoning: ['ok', 'ok'],
  'at-its-limit': ['rate-limited', 'rate-limited'],
  'dead-key': ['credential', 'credential'],
  hangs: ['time-out', 'time-out'],
}

test.each(Object.entries(FOUND))('%s is found to be %j', async (name, [first, second, isServing = false]) => {
  const clock = fastClock(20)
  const sender = new UndiciSender()
  const up = await startUpstream({ clock, name, key: 'its-key', ...PLAYERS[name as PlayerName]() })
  onTestFinished(async () => {
    await up.close()
    await sender.close()
  })
  const timers = { connectMs: 20_000, firstContentMs: 300_000, idleMs: 300_000 }
  const thinkers = new Set<string>()
  const ask = async () => {
    const { report } = await probe(
      {
        endpoint: endpoint(name, { origin: up.url, auth: 'x-api-key', timers }),
        ...{ kind: 'conversation', model: null, mayAskAgain: true },
      },
      {
        ...{ clock, sender, thinkers, dice: { roll: () => 0.3 }, isServing: () => isServing },
        keyOf: () => ({ kind: 'key', key: 'its-key' }),
        settings: () => ({ 'health.model': 'claude-haiku-4-5', 'health.timeout': 30 }),
      },
    )
    return report.verdict
  }
  expect([await ask(), await ask()]).toEqual([first, second])
})
