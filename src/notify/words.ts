/** Notices in the words of a person's language. */
import type { Held, Told } from '../core/notify/outbox.ts'
import type { Notice, Out } from '../core/notify/notice.ts'
import type { Say } from '../i18n/say.ts'
import { lasted } from '../views/lasted.ts'
import { localTime } from '../views/local-time.ts'
import { placeText, switchText } from '../views/switch-text.ts'
import type { Message } from './letters.ts'

/** A message is read on a telephone. */
const MOST_LINES = 8

/** `host` is the name of this machine: one channel may hear of several. */
export function inWords(told: Told, host: string, say: Say): Message {
  if (told.kind === 'held-back') return heldBack(told.held, host, say)
  return { title: titleOf(told, host, say), text: textOf(told, say) }
}

function heldBack(held: readonly Held[], host: string, say: Say): Message {
  const lines = held.map(({ notice, times }) => {
    const title = titleOf(notice, host, say)
    return times === 1
      ? say('notice.held-back-line', { title })
      : say('notice.held-back-line-times', { title, times })
  })
  const count = held.reduce((sum, { times }) => sum + times, 0)
  return { title: say('notice.held-back', { host, count }), text: shortened(lines, say) }
}

function titleOf(notice: Notice, host: string, say: Say): string {
  switch (notice.kind) {
    case 'switch':
      return say('notice.switch', { host, to: placeText(notice.one.to, say) })
    case 'key-dead':
      return say('notice.key-dead', { host, endpoint: notice.endpoint, why: say(`bench.${notice.why}`) })
    case 'key-dead-over':
    case 'budget':
      return say(`notice.${notice.kind}`, { host, endpoint: notice.endpoint })
    case 'all-out':
    case 'all-out-over':
    case 'test':
      return say(`notice.${notice.kind}`, { host })
  }
}

function textOf(notice: Notice, say: Say): string {
  switch (notice.kind) {
    case 'switch':
      return say('notice.switch-text', { switch: switchText(notice.one, say) })
    case 'all-out': {
      const lines = notice.out.map((one) => outLine(one, say))
      return `${shortened(lines, say)}\n${say('notice.all-out-next')}`
    }
    case 'key-dead':
      // A command takes the profile and the endpoint one after the other.
      return say(`notice.key-dead-${notice.why}`, { endpoint: notice.endpoint.replace('/', ' ') })
    case 'all-out-over':
    case 'key-dead-over':
      return say(`notice.${notice.kind}-text`, { time: lasted(notice.at - notice.since) })
    case 'budget': {
      const { most, tokens, until } = notice
      return say('notice.budget-text', { tokens, most, time: localTime(until) })
    }
    case 'test':
      return say('notice.test-text')
  }
}

function outLine({ endpoint, until, why }: Out, say: Say): string {
  const isOfCircuit = why === 'circuit-open' || why === 'on-trial' || why === 'disabled'
  const values = { endpoint, why: isOfCircuit ? say(`evidence.${why}`) : say(`bench.${why}`) }
  if (until === null) return say('notice.all-out-line', values)
  return say('notice.all-out-line-until', { ...values, time: localTime(until) })
}

function shortened(lines: readonly string[], say: Say): string {
  if (lines.length <= MOST_LINES) return lines.join('\n')
  const more = say('notice.held-back-more', { count: lines.length - MOST_LINES })
  return [...lines.slice(0, MOST_LINES), more].join('\n')
}
