import { expect, test } from 'vitest'
import type { Retried } from '../ports/parking.ts'
import { retriedText } from './retried-text.ts'
import { sayIn } from '../../test/support/say.ts'

const retried = (end: Retried['end'], more: Partial<Retried> = {}): Retried => ({
  ...{ id: 'ID', end, endpoint: 'work/main', status: 529, state: 'pending', ...more },
})
const unasked = { endpoint: null, status: null } as const

test.each([
  [retried('served', { status: 200, state: 'succeeded' }), 'ID: answered by work/main (status 200).'],
  [retried('nobody'), 'ID: nobody served it; work/main was the last to be asked (status 529). It waits on.'],
  [
    retried('nobody', { status: null, state: 'failed' }),
    'ID: nobody served it; work/main was the last to be asked, and gave no answer. It is given up: "qcc queue show" tells why.',
  ],
  [retried('nobody', unasked), 'ID: nobody served it. It waits on.'],
  [retried('broken'), 'ID: work/main broke off its answer. It waits on.'],
  [
    retried('fault', { status: 400, state: 'failed' }),
    'ID: refused by work/main (status 400): the request itself is at fault, and is not sent again.',
  ],
  [
    retried('nobody-eligible', unasked),
    'ID: nobody can serve it now, so nothing was sent. It waits on; "qcc status" shows who is out and until when.',
  ],
  [retried('not-pending', { ...unasked, state: 'retrying' }), 'ID: it is being sent already.'],
  [
    retried('not-pending', { ...unasked, state: 'failed' }),
    'ID: it failed for good; its client has to ask again.',
  ],
  [
    retried('not-pending', { ...unasked, state: 'expired' }),
    'ID: it is too old, and what was asked is not kept any more.',
  ],
  [retried('none', { ...unasked, state: null }), 'ID: it is not in the queue any more.'],
])('%o', (one, text) => {
  expect(retriedText(one, sayIn('en'))).toBe(text)
  expect(retriedText(one, sayIn('zh'))).not.toMatch(/[a-z]{12}|\{/)
})
