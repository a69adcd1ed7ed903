import type { Notice } from '../../core/notify/notice.ts'

/** What a person is told. Each message names QCC: a robot may be set to take only what holds a word. */
const notices = {
  'notice.switch': 'QCC ({host}): {to} serves now',
  'notice.switch-text': '{switch}.',
  'notice.all-out': 'QCC ({host}): no endpoint can serve',
  'notice.all-out-line': '{endpoint}: {why}',
  'notice.all-out-line-until': '{endpoint}: {why}, until {time}',
  'notice.all-out-next': '"qcc status" shows how each stands. Requests are kept where the queue is on.',
  'notice.all-out-over': 'QCC ({host}): requests are served again',
  'notice.all-out-over-text': 'For {time} no endpoint could serve.',
  'notice.key-dead': 'QCC ({host}): {endpoint} needs you: {why}',
  'notice.key-dead-credential': 'Give it another key with "qcc endpoint set {endpoint} --api-key-stdin".',
  'notice.key-dead-balance': 'Its account has no balance left; pay in, and it comes back by itself.',
  'notice.key-dead-over': 'QCC ({host}): {endpoint} answers again',
  'notice.key-dead-over-text': 'Its key was not good for {time}.',
  'notice.budget': 'QCC ({host}): checks of {endpoint} have used their budget',
  'notice.budget-text':
    'They used {tokens} of {most} tokens today, so it is asked no more questions until {time}. "qcc health config --daily-tokens" changes that.',
  'notice.test': 'QCC ({host}): a test',
  'notice.test-text': 'Notifications of QCC arrive here.',
  'notice.held-back': 'QCC ({host}): {count} notice(s) were held back',
  'notice.held-back-line': '{title}',
  'notice.held-back-line-times': '{title} ({times} notices)',
  'notice.held-back-more': 'and {count} more',
} as const satisfies Readonly<Record<`notice.${Notice['kind'] | 'held-back'}` | `notice.${string}`, string>>

/** Why a message did not arrive, and what to do about it. */
const faults = {
  'notify-fault.not-set-up': 'it is not set up. Say where it leads: qcc notify config --{channel} REFERENCE',
  'notify-fault.no-secret':
    '{reference} gives nothing where this was sent from. Set it there, or name another with "qcc notify config".',
  'notify-fault.not-url': '{reference} gives no URL that begins with http:// or https://',
  'notify-fault.unreached': '{host} cannot be reached: {why}. Look at the network, and at the URL.',
  'notify-fault.slow':
    '{host} did not answer within {seconds} s. Try again; if it stays so, look at the network.',
  'notify-fault.redirected':
    '{host} answers with a redirect ({status}) to {to}, which is not followed. Give the URL that it leads to.',
  'notify-fault.limited':
    '{host} takes no more for now ({why}). Wait some minutes; a lower notify.per-hour helps.',
  'notify-fault.refused': '{host} refuses it: {why}. Look at the URL, and at what the receiver allows.',
  'notify-fault.not-theirs':
    '{host} answers ({status}) with something that this service does not say: {why}. Look whether the URL is that of the robot.',
  'notify-fault.signature':
    '{host} does not accept the signature: {why}. Give the secret of the robot as --{channel}-secret, and look at the clock of this machine.',
  'notify-fault.keyword':
    '{host} takes only messages that hold a word which these do not: {why}. Add the word "QCC" to the keywords of the robot.',
  'notify-fault.address':
    '{host} does not take messages from the address of this machine: {why}. Add it in the security settings of the robot.',
  'notify-fault.gone': '{host} knows no receiver by this URL: {why}. Make a new one there, and give its URL.',
  'notify-fault.no-display':
    'there is no desktop where this was sent from: neither DISPLAY nor WAYLAND_DISPLAY is set',
  'notify-fault.no-program':
    '{program} is not installed where this was sent from. On Linux it comes with libnotify (libnotify-bin).',
  'notify-fault.program-failed':
    '{program} ended with {code}; there may be nobody on the desktop who shows it',
} as const

export const notifyEn = {
  ...notices,
  ...faults,
  'notify.description': 'messages about switches, outages, dead keys and used-up budgets',
  'notify.test.description': 'send a test message now, to one channel or to all that are set up',
  'notify.test.channel': 'one of: {channels}',
  'notify.test.sent': '{channel}: it arrived.',
  'notify.test.failed': '{channel}: {why}',
  'notify.test.failed-some': 'It did not arrive at: {channels}.',
  'notify.test.nowhere':
    'No channel is set up, so there is nowhere to send it. Set one up with "qcc notify config", for example --desktop on, or --slack - for a URL that is typed or piped in.',
  'notify.config.description': 'show or change where messages go',
  'notify.config.changed': 'Where messages go has changed.',
  'notify.config.reference':
    'env:NAME, cmd:COMMAND, keychain:SERVICE/ACCOUNT, "-" to type or pipe in what is then kept encrypted, or none',
  'notify.config.not-here':
    'takes no URL or secret itself, which everybody on this machine could read. It takes {forms}.',
  'notify.config.one-piped':
    'Only one "-" can be piped in; give the others by a reference, or one after the other.',
  'notify.config.ask-url': 'URL of {channel} (it is not shown)',
  'notify.config.ask-secret': 'Secret of {channel} (it is not shown)',
  'notify.config.empty': 'Nothing was given.',
  'notify.config.not-url': 'This is no URL that begins with http:// or https://.',
} as const
