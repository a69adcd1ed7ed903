/** A test message, on the command line and in the dashboard. */
export const tryEn = {
  'try.description':
    'send a small message to the running proxy as any client would, and tell who answered; without TEXT it asks for a greeting',
  'try.option.profile': 'to this profile alone',
  'try.option.model': 'the model to ask for, unless it is that of checks',
  'try.too-long': 'TEXT has {count} characters at the most.',
  'try.way': '"qcc explain {id}" tells its way.',
  'try.example': 'Say hello in one sentence.',
  'tried.answered': '{endpoint} answered in {time}.',
  'tried.refused': '{endpoint} refused with status {status}, after {time}.',
  'tried.nobody': 'Nobody served it: status {status}, after {time}.',
} as const
