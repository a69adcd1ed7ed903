/** For a browser whose login link opens nothing. Not among the texts of the command line. */
export const loginPageEn = {
  lang: 'en',
  title: 'This link does not open the dashboard',
  why: 'It was used already, is over, or was revoked. A link opens once, within a minute; a shared one until its time is over.',
  next: 'Run this on the machine of the proxy for a new one:',
} as const
