/** The pages by the names in their addresses. */
const pages = {
  'page.overview': 'Overview',
  'page.requests': 'Requests',
  'page.history': 'History',
  'page.queue': 'Queue',
  'page.health': 'Health',
  'page.configuration': 'Configuration',
  'page.try': 'Try it',
  'page.endpoints': 'Endpoint',
} as const

/** The frame of the dashboard. Not among the texts of the command line: only browsers load them. */
export const dashboardEn = {
  ...pages,
  'dash.skip': 'Skip to the content',
  'dash.pages': 'Pages',
  'dash.not-found': 'There is no such page',
  'dash.not-loaded': 'This page could not be loaded.',
  'dash.reload': 'Load again',
  'dash.stale':
    'Stale since {time}: the proxy cannot be reached. This page goes on by itself when it is back.',
  'dash.stopping': 'The proxy is stopping: it takes no new requests.',
  'dash.network-down': 'This machine has had no network since {time}.',
  'dash.configuration-refused':
    'The newest configuration is not followed, version {version} stays in force: {why}',
  'dash.logged-out': 'You are logged out',
  'dash.log-in':
    'Open a new link in this browser. It is printed by this command on the machine of the proxy:',
  'dash.link-connecting': 'connecting',
  'dash.link-live': 'live',
  'dash.link-stale': 'stale',
  'dash.not-saved': 'changes that are not saved yet',
  'dash.read-only': 'read only',
  'dash.theme': 'Colours',
  'dash.theme-system': 'As the system',
  'dash.theme-light': 'Light',
  'dash.theme-dark': 'Dark',
  'dash.put-away': 'Close',
  'dash.leave': 'Cancel',
  'dash.unreachable': 'The proxy cannot be reached.',
  'dash.not-allowed': 'This login may look, and change nothing.',
  'dash.refused': 'The proxy refused, with status {status}.',
  'dash.copied': 'Copied.',
  'dash.not-copied': 'This browser does not let the page copy.',
  'dash.unknown': 'unknown',
  'dash.at-least': '≥ {amount}',
  'time.ago': '{time} ago',
} as const
