export const proxyEn = {
  'proxy.description': 'the local proxy: start and stop it, see what it does',
  'proxy.start.description': 'start the proxy in the foreground, where Ctrl-C stops it, or in the background',
  'proxy.start.host':
    'address to listen on; beyond loopback that needs a client token (default: the setting proxy.host)',
  'proxy.start.port': 'port to listen on, 0 for any free one (default: the setting proxy.port)',
  'proxy.start.daemon': 'run in the background, until "qcc proxy stop"',
  'proxy.start.profile': 'serve this profile only',
  'proxy.start.log-level':
    'least that goes into the log file: debug, info, warn or error (default: the setting log.level)',
  'proxy.stop.description': 'stop the proxy, once its open requests have ended',
  'proxy.stop.timeout':
    'how long open requests may take to end, such as 30 or 5m (default: the setting proxy.drain)',
  'proxy.restart.description': 'stop the proxy and start it again in the background, with the flags it had',
  'proxy.status.description': 'what the running proxy says of itself',
  'proxy.logs.description': 'the log of the proxy, also while none runs; --json gives its lines as they are',
  'proxy.logs.lines': 'how many of the last lines (default: 50)',
  'proxy.logs.lines.expected': 'a number of lines is a whole number.',
  'proxy.logs.follow': 'go on with what is written from now on, until Ctrl-C',
  'proxy.logs.level': 'least that is shown: debug, info, warn or error (default: everything)',
  'proxy.logs.request': 'only this request: its id, or the beginning of it',
  'proxy.logs.none': 'No such line in the log in {folder}.',
  'proxy.logs.unreadable': 'The log in {folder} cannot be read: {why}.',
  'proxy.level.expected': 'the levels are {levels}.',

  'proxy.listening': 'QCC {version} listens on {url} and serves {count} endpoint(s): {endpoints}',
  'proxy.no-endpoints':
    'There is no endpoint that could serve, so every request is refused until you add one: "qcc add NAME".',
  'proxy.no-key': '{endpoint} has no key: {reference} is not set. Requests will pass it by.',
  'proxy.key-unreadable': '{endpoint} has no key: {why} Requests will pass it by.',
  'proxy.log-fault': 'The log in {folder} cannot be written: {why}. The proxy runs on without it.',
  'proxy.daemon-started': 'The proxy runs at {url} (process {pid}). Its log: {log}',
  'proxy.waiting': 'Stopping: {open} open request(s) may take {seconds} s to end.',
  'proxy.stopping': 'Stopping: open requests may finish for {seconds} s. Ctrl-C again ends them now.',
  'proxy.stopped': 'Stopped.',
  'proxy.stopped-broken': 'Stopped; {count} request(s) did not finish in time and were cut off.',
  'proxy.stopped-untold': 'Stopped, without telling how many requests were cut off.',
  'proxy.restart.was-foreground':
    'It ran in the foreground of another terminal; now it runs in the background.',

  'proxy.none': 'No proxy runs for {home}. Start one with "qcc proxy start".',
  'proxy.went-away': 'The proxy at {url} did not answer; it has probably just ended. See "qcc proxy logs".',
  'proxy.no-status':
    'The proxy at {url} (version {version}, process {pid}) gives a status that this version does not understand. Restart it with "qcc proxy restart".',
  'proxy.not-gone':
    'The proxy at {url} (process {pid}) was asked to stop and still runs. Look at "qcc proxy logs", or end the process.',
  'proxy.already-running':
    'A proxy of this home runs already, at {url} (process {pid}). "qcc proxy restart" starts it again.',
  'proxy.already-held':
    'A proxy of {home} is just starting or stopping, and answers nothing yet. Try again in a moment.',
  'proxy.port-taken-qcc':
    'Port {port} on {host} is taken by the QCC proxy of another home (version {version}, process {pid}). Stop that, or choose another port with --port or "qcc config set proxy.port".',
  'proxy.port-taken-process':
    'Port {port} on {host} is taken by {name} (process {pid}). Stop that, or choose another port with --port or "qcc config set proxy.port".',
  'proxy.port-taken-unknown':
    'Port {port} on {host} is taken by another program. Stop that, or choose another port with --port or "qcc config set proxy.port".',
  'proxy.cannot-listen': 'QCC cannot listen on {host}:{port}: {why}.',
  'proxy.not-loopback':
    '{host} is not a loopback address, and there is no client token: anyone who reaches it could spend your keys.\nMake one with "qcc proxy token create NAME", or use 127.0.0.1, ::1 or localhost.',
  'proxy.no-own-token': 'QCC cannot write the client token of its own programs to {file}: {why}.',
  'proxy.no-run-file':
    'QCC cannot write run.json in {home}, without which no command finds the proxy: {why}.',
  'proxy.daemon-ended':
    'The proxy ended (exit code {code}) before it listened. Its log {file} says:\n{lines}',
  'proxy.daemon-ended-silent':
    'The proxy ended (exit code {code}) before it listened, and left nothing in its log {file}. "qcc proxy start" without --daemon shows why.',
  'proxy.daemon-slow':
    'The proxy did not answer within {seconds} s and was ended. "qcc proxy start" without --daemon shows why.',

  'proxy.title.address': 'Address',
  'proxy.title.process': 'Process',
  'proxy.title.requests': 'Requests',
  'proxy.title.memory': 'Memory',
  'proxy.title.configuration-fault': 'Newest version not followed',
  'proxy.title.log-fault': 'Log not written',
  'proxy.status.daemon': '{pid}, in the background for {uptime} (version {version})',
  'proxy.status.foreground': '{pid}, in the foreground for {uptime} (version {version})',
  'proxy.status.requests': '{requests} since the start, {open} open',
  'proxy.status.stopping': '{requests} since the start, {open} open; it is stopping and takes no new ones',
} as const
