export const logEn = {
  'log.attempt': '{endpoint}: {outcome} ({why}) after {ms} ms',
  'log.attempt-ok': '{endpoint}: ok after {ms} ms',
  'log.commit': '{endpoint}: first content after {ms} ms',
  'log.answer': '{status} {method} {path} · {ending} · {endpoint} · {attempts} attempt(s) · {ms} ms',
  'log.answer-ours': '{status} {method} {path} · {ending} · {attempts} attempt(s) · {ms} ms',
  'log.fault': 'a fault inside QCC: {message}',
  'log.listening':
    'QCC {version} listens on {url} (process {pid}, configuration version {configuration}) and serves {count} endpoint(s): {endpoints}',
  'log.not-started': 'not started: {why}',
  'log.config-followed': 'follows configuration version {configuration}: {count} endpoint(s): {endpoints}.',
  'log.config-restart': 'Changed, but only in force after "qcc proxy restart": {keys}.',
  'log.config-refused': 'stays with the configuration it has: {why}',
  'log.stopping': 'stopping: {open} request(s) open, which have {seconds} s',
  'log.stopped': 'stopped; {broken} request(s) were cut off',
  'log.lines-lost': '{lines} line(s) of this log could not be written: {why}',
} as const
