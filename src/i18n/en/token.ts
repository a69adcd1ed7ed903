export const tokenEn = {
  'token.description': 'client tokens: who may use the proxy, needed when it listens beyond loopback',
  'token.create.description': 'make a client token; it is printed this once, alone on stdout',
  'token.create.profile': 'bind it to this profile: it opens no other',
  'token.list.description': 'list the client tokens by name, and when each was last used',
  'token.revoke.description': 'revoke a client token; a running proxy refuses it within a second',
  'token.no-json': '--json never holds a secret. Without it the token stands alone on stdout.',
  'token.created': 'Made the client token "{name}". It is shown this once; only its hash is kept.',
  'token.created-for':
    'Made the client token "{name}" for the profile "{profile}" alone. It is shown this once; only its hash is kept.',
  'token.hint':
    'Give it to the client as its credential: export ANTHROPIC_AUTH_TOKEN=TOKEN. A running proxy takes it within a second.',
  'token.none': 'There is no client token. Make one with "qcc proxy token create NAME".',
  'token.unknown': 'There is no client token "{name}".',
  'token.see': 'Run "qcc proxy token list" to see what there is.',
  'token.which': 'Which client token?',
  'token.revoke-asks': 'Revoke the client token "{name}"? Whoever uses it is refused from then on.',
  'token.revoked': 'Revoked the client token "{name}".',
  'token.left-bound': 'Client token(s) bound to that profile open nothing now: {names}.',
  'token.title.created': 'Created',
  'token.title.used': 'Last used',
  'token.unbound': 'any',
  'token.profile-gone': '{profile} (there is none)',
  'token.never': 'never',
  'token.title.clients': 'Clients',
  'token.clients-machine': 'any program on this machine; {count} client token(s)',
  'token.clients-beyond':
    'this machine and others, on {host}, unencrypted; a client token is needed, there are {count}',
  'token.beyond':
    'Other machines can reach it on {host}, and traffic to it is not encrypted: use it in a network that you trust, or behind TLS. Each client needs a token, and there are {count}.',
} as const
