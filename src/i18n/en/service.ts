export const serviceEn = {
  'service.description': 'the proxy as a service of the system, which starts it when you log in',
  'service.install.description':
    'let the system start the proxy at each log-in, and now: a user unit of systemd, or an agent of launchd',
  'service.install.dry-run': 'print what would be written, and change nothing',
  'service.uninstall.description': 'stop the service and take it away',
  'service.status.description': 'what there is of the service, as it is found',

  'service.unsupported':
    'QCC makes services for systemd (Linux) and launchd (macOS) only. Elsewhere let your system run "qcc proxy start -d" when you log in, such as by the Task Scheduler of Windows.',
  'service.not-asked':
    'The service manager of this system does not answer: {why}. Nothing was written.\nOver ssh or su there is often no session for it: "sudo loginctl enable-linger $USER", and log in anew. Without one, "qcc proxy start -d" starts the proxy in the background; "qcc proxy service install --dry-run" prints what would be written.',
  'service.passphrase':
    'A passphrase opens the keys of this home, and a service has nobody to ask for it. Nothing was written. Let a file or the key store of the system open them ("qcc config rekey --key-file" or "--key-store"), then type this again.',
  'service.by-hand':
    'A proxy of this home runs already, at {url} (process {pid}), and {name} did not start it. Type "qcc proxy stop", then this again.',
  'service.unseen':
    '{variable} is set in shells only, and a service does not see it. Store what it says: a key with "qcc set NAME --api-key-stdin", a setting with "qcc config set".',
  'service.passing':
    '{program} lies in a folder that an update may take away. After one, type "qcc proxy service install" again; "qcc doctor" tells when it is needed.',
  'service.not-written': '{file} could not be written: {why}.',
  'service.not-started':
    '{file} was written, but the system did not start {name}: {why}. Mend that and type "qcc proxy service install" again, or take it away with "qcc proxy service uninstall".',
  'service.silent':
    '{name} was written and started, but its proxy does not answer. Mend what its log says ({log}) and type "qcc proxy service install" again, or take it away with "qcc proxy service uninstall".\n{lines}',
  'service.not-kept':
    '{file} or the state of {name} changed meanwhile. Look at "qcc proxy service status" and type this again.',
  'service.installed':
    'The proxy runs at {url} (process {pid}), and {name} starts it at each log-in. Written: {file}',
  'service.installed-already':
    'All is as it should be: {name} runs the proxy at {url} (process {pid}). {file} was left as it is.',

  'service.title.service': 'Service',
  'service.title.file': 'File',
  'service.title.system': 'System',
  'service.title.proxy': 'Proxy',
  'service.file.none': 'there is none at {file}; "qcc proxy service install" writes it',
  'service.file.current': '{file}',
  'service.file.outdated': '{file}, which is out of date; "qcc proxy service install" writes it anew',
  'service.file.other-command':
    '{file}, which runs something else than this program; "qcc proxy service install" writes it anew',
  'service.enabled': 'starts it at each log-in',
  'service.not-enabled': 'does not start it at a log-in',
  'service.active': 'has it running',
  'service.not-active': 'does not have it running',
  'service.and': ', and ',
  'service.not-asked-short': 'could not be asked: {why}',
  'service.nobody': 'does not run',
  'service.listening': 'at {url}, process {pid}',
  'service.listening-other': 'at {url}, process {pid}, which the service did not start',

  'service.removed': 'Took away {name}: {file} is gone, and nothing starts the proxy at a log-in.',
  'service.removed-unasked':
    'The service manager could not be asked ({why}), so a proxy that it has started may run until you log out. "qcc proxy stop" ends it.',
  'service.still-there': '{name} is still there: {file}. Type this again.',
  'service.none': 'There is no service of this home: {file} does not exist.',
  'service.restarted': 'The proxy runs at {url} (process {pid}), started by {name}.',
} as const
