export const statusEn = {
  'status.description':
    'how things stand: proxy, active profile, its endpoints, configuration, encryption, Claude Code',
  'status.proxy': 'runs at {url} for {uptime} (version {version}, process {pid}, {open} request(s) open)',
  'status.no-proxy': 'does not run; start it with "qcc proxy start"',
  'status.profile-chosen': '{name} (the default one)',
  'status.profile-first': '{name} (the first one; "qcc default NAME" chooses another)',
  'status.profile-tiers': '{name}; asked in this order',
  'status.profile-hand': '{name}; asked in this order, the first one by hand',
  'status.profile-only': '{name} alone, by hand',
  'status.profile-proxy': '{name} (the proxy was started for it alone)',
  'status.no-profile': 'none; add one with "qcc add NAME"',
  'status.configuration': 'version {version}',
  'status.configuration-behind': 'version {version}; the proxy still follows version {followed}',
  'status.configuration-refused': 'version {version}; the proxy stays with version {followed}: {why}',
  'status.check': 'also say what is wrong and what to do about it; exit code 6 if anything is',
  'status.claude-free': 'its settings name no base URL; "qcc run" starts it on this set',
  'status.claude-here': 'its settings point here ({file})',
  'status.claude-elsewhere':
    'its settings point to {url}, not to this proxy ({file}); "qcc run" starts it on this set',
  'status.claude-nowhere': 'its settings point to {url}, where nobody listens ({file})',
  'title.claude': 'Claude Code',
  'check.none': 'Nothing is wrong.',
  'check.fault': 'Fault: {fault}',
  'check.no-profile': 'there is no profile. Add one with "qcc add NAME".',
  'check.no-endpoint':
    'no endpoint of the active set ({about}) is there and enabled. Add one with "qcc endpoint add PROFILE", or enable one with "qcc endpoint enable PROFILE ID".',
  'check.proxy-not-running':
    'the proxy does not run. Start it with "qcc proxy start -d"; "qcc run" does so itself.',
  'check.configuration-refused':
    'the proxy does not follow the newest version of the configuration: {about}. Mend it with "qcc config edit", or go back with "qcc config rollback VERSION".',
  'check.network-down': 'this machine has no network. Look at its connection, or at the VPN.',
  'check.keys-unreadable':
    'stored keys cannot be read; the line "Encryption" says why, and what to do about it.',
  'check.queue-unreadable':
    'the requests that are kept for later cannot be read or written: {about}. A proxy that starts sets a damaged database aside: "qcc proxy restart".',
  'check.key-missing':
    '{about} has no key here. Set its variable where the proxy is started, or give a key with "qcc endpoint set PROFILE ID --api-key-stdin".',
  'check.nobody-can-serve':
    'every endpoint of the active set ({about}) is out; the table says why and until when. Ask one with "qcc endpoint test PROFILE".',
  'check.fenced-by-hand':
    'only "{about}" serves, by hand, and all of its endpoints are out. Let the others serve with "qcc priority switch --auto".',
  'check.failover-off':
    'the active tier ({about}) is out, and failover is off. Let the next tier serve with "qcc priority policy --auto-failover".',
  'check.claude-points-nowhere':
    'the settings of Claude Code point to {about}, where nobody listens. Start what should be there, or take ANTHROPIC_BASE_URL out of them.',
} as const
