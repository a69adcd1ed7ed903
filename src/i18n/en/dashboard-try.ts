/** A test message on the dashboard, and how a client is led here. */
export const dashboardTryEn = {
  'try.message': 'Message',
  'try.profile': 'To',
  'try.root': 'the root URL, as clients ask it',
  'try.model': 'Model',
  'try.model-default': 'the one that checks ask for',
  'try.send': 'Send',
  'try.sending': 'Sending …',
  'try.way-here': 'The way that it takes through the proxy is shown here.',
  'point.title': 'Lead Claude Code here',
  'point.run': 'For one run, in a terminal:',
  'point.use': 'For good, until “qcc use --undo”:',
  'point.variables': 'Or by hand, for any client:',
  'point.token': 'Other machines need a client token: “qcc proxy token create” makes one.',
  'point.profile': 'To one profile alone: {url}',
  'point.copy': 'Copy',
} as const
