export const vendorEn = {
  'vendor.description': 'set up a profile on a known vendor, step by step',
  'vendor.option.list': 'list the vendors, with --json also where each fact comes from',
  'option.vendor':
    'take base URL, header, models and the rest from the list of vendors ("qcc fc --list"); what is given beside it wins',
  'vendor.which': 'Which vendor?',
  'vendor.none-such': 'There is no vendor "{id}".',
  'vendor.see': 'The vendors are {ids}.',
  'vendor.needs-terminal':
    'The steps are asked at a terminal, and there is none here.\nGive everything at once: "qcc add NAME --vendor {id} --api-key-stdin"; "qcc fc --list" shows the vendors.',
  'vendor.sign-up': 'A key is to be had at {url}.',
  'vendor.asks-unconfirmed':
    'What the vendor itself does not confirm is asked for; Enter takes what others report.',
  'vendor.reported': '{what}: not confirmed by the vendor itself, taken from {source} ({date}).',
  'vendor.asks-name': 'Name of the profile',
  'vendor.asks-base-url': 'Base URL of its Anthropic-compatible API',
  'vendor.asks-large': 'Model for what Claude Code asks of Opus and Sonnet (empty: names pass as they are)',
  'vendor.asks-small': 'Model for what it asks of Haiku (empty: as the one before)',
  'vendor.model-expected': 'The name of a model has no spaces.',
  'vendor.asks-betas': 'Beta features that it refuses, with commas between (empty: none known; * for all)',
  'vendor.asks-attribution': 'Let Claude Code say in each request which client asks?',
  'vendor.asks-save': 'Save it all the same?',
  'vendor.next': '"qcc run {name}" starts Claude Code on it.',
  'vendor.marks':
    '* not confirmed by the vendor itself; "qcc fc" asks for it. "qcc fc --list --json" names the sources.',
} as const
