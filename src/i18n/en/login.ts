/** `qcc dashboard`: getting in, and letting others look. */
export const loginEn = {
  'login.description': 'open the dashboard in the browser, by a link that opens once',
  'login.option.share':
    'make a link instead by which others may look, and change nothing, for this time (24h, 7d)',
  'login.option.no-open': 'print the link, and open no browser',
  'login.option.shares': 'list the shared links that are in force',
  'login.option.revoke': 'revoke a shared link; whoever came by it is logged out',
  'login.option.log-out': 'log out every browser, those of shared links too; the links themselves stay',
  'login.share.expected': 'the time for which a link is shared is from 1m to 90d, such as 24h.',
  'login.proxy-started':
    'The proxy was started in the background (process {pid}); "qcc proxy stop" stops it.',
  'login.opened':
    'The dashboard opens in your browser. The link is for you alone: it opens once, within a minute.',
  'login.not-opened':
    'Open this link in a browser of this machine. It is for you alone: it opens once, within a minute.',
  'login.shared':
    'Whoever has this link may look until {until}, and change nothing. "qcc dashboard --revoke {share}" ends it before.',
  'login.machine-only':
    'Only this machine can open it: other machines need "qcc config set dashboard.beyond on", and a proxy that listens for them (proxy.host).',
  'login.beyond':
    'Other machines reach it on {host} by a name or address of this machine instead of the one in the link. It is not encrypted on the way: share it in a network that you trust, or behind TLS.',
  'login.no-shares': 'No link is shared. "qcc dashboard --share 24h" makes one.',
  'login.title.share': 'Share',
  'login.title.made': 'Made',
  'login.title.until': 'Until',
  'login.title.browsers': 'Browsers',
  'login.unknown-share':
    'No shared link in force begins with "{share}". "qcc dashboard --shares" lists them.',
  'login.many-shares': '"{share}" may be any of these shared links: {choices}.',
  'login.revoked': 'Revoked the shared link {share}. Browsers that were logged out: {logins}.',
  'login.logged-out': 'Logged out every browser: {logins}.',
} as const
