import type { Because } from '../../core/failover/choose.ts'

/** Why an endpoint was asked. */
const becauses = {
  'because.only': 'the only one of its profile that could serve',
  'because.session': 'this session belongs there',
  'because.share': 'its share of new sessions',
  'because.order': 'the first in order',
  'because.again': 'the same once more',
  'because.need': 'it is out, but nobody else is left',
} as const satisfies Readonly<Record<`because.${Because}`, string>>

const endings = {
  'ending.served': 'served',
  'ending.passed': 'refused by an endpoint: status {status}, {attempts} attempt(s)',
  'ending.refused': 'nobody served: status {status}, {attempts} attempt(s)',
  'ending.broken': 'broken off after {attempts} attempt(s)',
  'ending.cancelled': 'the client left after {attempts} attempt(s)',
  'ending.local': 'answered by QCC',
} as const

export const explainEn = {
  ...becauses,
  ...endings,
  'ending.served-by': 'served by {endpoint}: status {status}, {attempts} attempt(s)',
  'ending.passed-by': 'refused by {endpoint}: status {status}, {attempts} attempt(s)',
  'ending.refused-by': 'nobody served, {endpoint} was the last: status {status}, {attempts} attempt(s)',
  'ending.broken-by': '{endpoint} broke off its answer, {attempts} attempt(s)',
  'ending.cancelled-by': 'the client left while {endpoint} was asked, {attempts} attempt(s)',
  'ending.local-by': 'answered by QCC',
  'explain.description':
    'why a request went where it went: the trail of one request, the newest one unless an id is given',
  'explain.none': 'no request is on record. Send one through the proxy first ("qcc proxy start").',
  'explain.unknown':
    'no request whose id begins with "{id}" is on record.\nIt may be under way still, or too long ago; "qcc proxy logs" shows the ids.',
  'explain.ambiguous': 'several requests begin with "{id}": {ids}, …\nGive more of the id.',
  'explain.stream': 'stream',
  'explain.agent': '{session}, sub-agent {agent}',
  'explain.root': 'the active set (configuration version {configuration})',
  'explain.fenced': 'profile {profile} alone (configuration version {configuration})',
  'explain.attempt': '{endpoint} was asked: {because}',
  'explain.other': '{endpoint}: {no}',
  'explain.could-have': 'could have served, too',
  'explain.wait-room': 'waited {time} for room: all were full',
  'explain.wait-budget': 'waited {time}: nobody takes more failovers for now',
  'explain.wait-turn': 'waited {time} for a turn: one that is out is tried by one request at a time',
  'explain.wait-again': 'waited {time} before the same endpoint was asked again',
  'explain.nobody': 'nobody was left',
  'explain.connected': 'connected after {time}',
  'explain.headers': 'headers after {time}',
  'explain.content': 'first content after {time}',
  'explain.held': 'held back {time}',
  'explain.end': 'ended after {time}',
  'explain.sent-model': 'sent as model {model}',
  'explain.request-id': 'its id for the request: {id}',
  'explain.content-after': 'first content after {time}',
  'explain.took': '{time} in all',
  'title.request': 'Request',
  'title.when': 'When',
  'title.asked': 'Asked',
  'title.session': 'Session',
  'title.scope': 'Scope',
  'title.result': 'Result',
} as const
