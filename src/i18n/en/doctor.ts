export const doctorEn = {
  'doctor.description':
    'look at the whole set-up, with or without a proxy, and say what to do about each fault; exit code 6 if there is one',
  'doctor.check.node': 'Node',
  'doctor.check.home': 'Home',
  'doctor.check.database': 'Database',
  'doctor.check.clock': 'Clock',
  'doctor.check.settings': 'Settings',
  'doctor.check.keys': 'Keys',
  'doctor.check.history': 'History',
  'doctor.check.queue': 'Queue',
  'doctor.check.proxy': 'Proxy',
  'doctor.check.port': 'Port',
  'doctor.check.service': 'Service',
  'doctor.check.claude': 'Claude Code',
  'doctor.check.claude-settings': 'Its settings',
  'doctor.check.endpoints': 'Endpoints',
  'doctor.not-looked-at': 'not looked at; mend what is marked above first, then type this again',
  'doctor.faults': 'Faults: {count}. Each line with ✗ says what to do.',
  'doctor.node': '{version} ({file})',
  'doctor.home-missing':
    'there is no folder {home}, and it could not be made. Make it, or name another one with --home or QCC_HOME.',
  'doctor.home-no-folder': '{home} is no folder. Move it away, or name another home with --home or QCC_HOME.',
  'doctor.home-of-another':
    '{home} belongs to another user. Take it over with "chown -R", or name another home with --home or QCC_HOME.',
  'doctor.home-read-only':
    '{home} may not be read and written by this user. Permit it with "chmod u+rwx {home}", or name another home.',
  'doctor.home-open':
    'others than its owner may enter {home}, where keys and requests lie. Type "chmod 700 {home}".',
  'doctor.clock-behind':
    'it says {now}, but something in the home was written at {newest}: it was put back, or was wrong then. Set it right; until then waiting times are wrong.',
  'doctor.settings': 'every value, and every QCC_ variable, is one that QCC takes',
  'doctor.history': 'can be read',
  'doctor.history-none': 'nothing was kept yet',
  'doctor.history-unreadable':
    'what happened to requests cannot be read: {why}. A proxy that starts sets a damaged history aside: "qcc proxy restart", or "qcc proxy start -d".',
  'doctor.proxy-not-running': 'does not run; "qcc run" starts it, and so does "qcc proxy start -d"',
  'doctor.proxy-silent':
    'a process has this home as its proxy and answers nothing: it is just starting or stopping, or is stuck. Try again in a moment; if it stays so, end the process, whose number stands in {home}/run.json.',
  'doctor.proxy-other-version':
    'the running proxy is of version {version}, this program of {own}. Type "qcc proxy restart".',
  'doctor.service': '{name} starts the proxy at each log-in, and has it running',
  'doctor.service-idle': '{name} starts the proxy at each log-in; now it does not run',
  'doctor.service-none': 'none; "qcc proxy service install" lets the system start the proxy when you log in',
  'doctor.service-failed':
    '{name} has failed and is not tried again. "qcc proxy logs" says why; then type "qcc proxy service install".',
  'doctor.service-not-enabled':
    '{name} does not start the proxy at a log-in. Type "qcc proxy service install", or "uninstall" if that is wanted.',
  'doctor.port-any': 'a free one at each start (proxy.port is 0)',
  'doctor.port-free': '{address} is free',
  'doctor.port-ours': "{address} is this home's proxy, which answers for itself",
  'doctor.endpoints': '{count} enabled in what serves now, each with a key',
  'doctor.endpoint-out': '{name} is out now: {state}',
} as const
