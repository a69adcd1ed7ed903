export const initEn = {
  'init.description':
    'set QCC up: where its configuration is kept, what other programs have, a first profile',
  'init.option.storage': 'where the configuration is kept: local, folder, git or gist',
  'init.option.place': 'the folder, the URL of the git repository, or the id of the gist',
  'init.option.import': 'take over what other programs have, keys included',
  'init.option.no-import': 'take over nothing',
  'init.begins':
    'QCC keeps everything of its own in {home}. Ctrl-C at any question leaves everything as it is.',
  'init.asks-storage': 'Where is the configuration kept?',
  'init.storage-choice.local': 'on this machine alone',
  'init.storage-choice.folder': 'here and in a folder, such as that of a cloud service',
  'init.storage-choice.git': 'here and in a git repository',
  'init.storage-choice.gist': 'here and in a secret gist at GitHub',
  'init.storage-conflict':
    'The configuration is kept with "{present}" already, and setting up again changes nothing.\nChange it with "qcc sync setup {wanted}".',
  'init.not-looked-at': 'Not looked at for taking over: {why}',
  'init.asks-first': 'A first profile: what is it to run on?',
  'init.first.vendor': 'a known vendor (Anthropic, GLM, Kimi, DeepSeek, …)',
  'init.first.own': 'another endpoint, by its base URL',
  'init.first.later': 'nothing yet',
  'init.done': 'QCC is set up.',
  'init.not-there':
    'Not all of it can be read back from the configuration.\nSee what is there with "qcc status"; "qcc init" sets up what is missing.',
  'init.storage': 'Storage   {where}',
  'init.keys': 'Keys      {how}',
  'init.profiles': 'Profiles  {names}',
  'init.set': '{what} (was set already)',
  'init.where-local': 'this machine alone',
  'init.where': '{backend}, {place}',
  'init.no-profiles': 'none yet',
  'init.next-profile':
    'Next: "qcc fc" sets up a profile on a known vendor, "qcc add NAME" on any other endpoint.',
  'init.next':
    'Next: "qcc" starts Claude Code on it. "qcc use" leads "claude" itself there; "qcc status" shows how things stand.',
} as const
