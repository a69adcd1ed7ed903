/** How a request ended, in a word. */
const ends = {
  'end.served': 'served',
  'end.passed': 'refused',
  'end.refused': 'nobody served',
  'end.broken': 'broken off',
  'end.cancelled': 'client left',
  'end.accepted': 'queued',
  'end.local': 'answered by QCC',
} as const

/** The list of requests, on the command line and in the dashboard. */
export const requestsEn = {
  ...ends,
  'requests.description': 'requests that are over, the newest first; "qcc explain ID" tells the way of one',
  'requests.count': 'how many, unless it is {count}',
  'requests.endpoint':
    'that asked this endpoint, whether or not it answered: PROFILE/NAME, a name, the beginning of an id, or a profile for all of its',
  'requests.profile': 'that were limited to this profile, or asked an endpoint of it',
  'requests.model': 'that asked for this model',
  'requests.ending': 'that ended so: {expected}',
  'requests.ending-expected': 'one of these is expected here: {expected}',
  'requests.slower-than': 'that took so long or longer, such as 10s',
  'requests.slower-than-expected': 'a duration is expected here, in seconds or such as 500ms, 10s or 5m',
  'requests.none': 'No request is on record. Requests appear here as soon as they are over.',
  'requests.none-so': 'No request on record fits.',
  'list.when': 'Time',
  'list.ending': 'Ended',
  'list.endpoint': 'By',
  'list.attempts': 'Attempts',
  'list.took': 'Took',
  'list.tokens': 'Tokens',
  'list.cost': 'Cost',
} as const
