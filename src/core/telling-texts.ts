/**
 * Relays say the same thing under many statuses: an empty account comes as
 * 400, 401, 402, 403 or 429, a dead model as 400, 403 or 404. Where the status
 * is ambiguous the message decides. Each row names the statuses it may
 * override, so that a prompt that merely mentions a balance is never judged.
 */
import type { Outcome } from './outcome.ts'

interface TellingText {
  readonly statuses: readonly number[]
  readonly pattern: RegExp
  readonly outcome: Outcome
}

const TELLING_TEXTS: readonly TellingText[] = [
  {
    statuses: [400, 401, 403, 429],
    pattern:
      /credit balance is too low|insufficient[ _](?:account )?(?:balance|credits?|quota|funds)|(?:balance|quota) (?:is )?(?:exhausted|not enough|insufficient)|exceeded your current quota|余额不足|额度(?:不足|已用)|欠费/i,
    outcome: { kind: 'balance' },
  },
  {
    statuses: [400, 403, 404],
    pattern:
      /^model: |model[^.]{0,80}(?:not found|does(?: not|n't) exist|not (?:supported|available)|is unavailable)|(?:no such|unknown|invalid|unsupported) model|no available (?:channel|distributor)[^.]{0,60}model|模型(?:不存在|未找到|不可用)|无可用渠道/i,
    outcome: { kind: 'model-missing' },
  },
]

/** What a message tells beyond its status, or null when the status stands for itself. */
export function outcomeOfText(status: number, message: string): Outcome | null {
  const row = TELLING_TEXTS.find((text) => text.statuses.includes(status) && text.pattern.test(message))
  return row?.outcome ?? null
}
