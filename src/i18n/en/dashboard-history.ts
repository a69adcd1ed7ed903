/** The history of switches of the dashboard. */
export const dashboardHistoryEn = {
  'past.none':
    'No switch is on record. When another tier begins to serve, it appears here with what was seen.',
  'past.band': 'Which tier served when',
  'past.span': 'Time',
  'past.hour': 'hour',
  'past.day': 'day',
  'past.week': 'week',
  'past.list': 'Switches, newest first',
  'past.nobody': 'nobody',
  'past.unknown': 'not known',
  'past.stays': '{to} stays',
  'past.served-for': 'served for {time}',
  'past.serves': 'serves until now, {time}',
  'past.evidence': 'What was seen',
  'past.out-until': '{endpoint}: {why}, until {time}',
  'past.out': '{endpoint}: {why}',
  'past.times': '{what} ({count} times)',
  'past.more': 'Show older ones',
  'past.segment': '{place}: {from} to {to}',
} as const
