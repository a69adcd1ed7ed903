/** How it goes in a few numbers, on the command line and in the dashboard. */
export const overviewEn = {
  'overview.description':
    'how it goes: requests a minute, success, time to the first token, open streams, tokens and cost of today, and where traffic goes',
  'overview.no-proxy': 'no proxy runs',
  'overview.requests': 'Requests',
  'figure.a-minute': 'Requests a minute',
  'figure.today': '{count} today',
  'figure.success': 'Success',
  'figure.last-hour': 'as clients saw it, last hour',
  'figure.first-token': 'First token',
  'figure.p95': 'p95 {time}',
  'figure.open': 'Open streams',
  'figure.held': '{count} held until somebody is back',
  'figure.kept': '{count} in the queue',
  'figure.tokens': 'Tokens today',
  'figure.in-out': '{in} in ({cached} cached), {out} out',
  'figure.cost': 'Cost today',
  'figure.list-price': 'by list price',
  'figure.unpriced': '{count} answers without a price',
  'lane.share': 'Share of traffic, 5 min',
} as const
