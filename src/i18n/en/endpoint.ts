export const endpointEn = {
  'endpoint.description': 'the endpoints of a profile',
  'endpoint.add.description': 'add an endpoint to a profile, its own or one that is reused',
  'endpoint.list.description': 'list the endpoints of a profile, or of all',
  'endpoint.set.description': 'change an endpoint; ID is the beginning of its id, or its name',
  'endpoint.enable.description': 'let an endpoint take part again',
  'endpoint.disable.description': 'keep an endpoint, but send nothing to it',
  'endpoint.remove.description': 'remove an endpoint from its profile',

  'endpoint.test.description': 'check the endpoints of a profile, or one of them, with a small message',
  'endpoint.test.failed': 'The check failed: {names}.',
  'endpoint.none': 'There is no endpoint yet. Add one with "qcc endpoint add PROFILE --base-url URL".',
  'endpoint.added': 'Added the endpoint {name} ({target}).',
  'endpoint.added-reused': 'Added the endpoint {name}, which reuses {target}.',
  'endpoint.changed': 'Changed the endpoint {name}.',
  'endpoint.enabled': 'The endpoint {name} takes part.',
  'endpoint.disabled': 'The endpoint {name} does not take part any more.',
  'endpoint.remove-asks': 'Remove the endpoint {name}?',
  'endpoint.removed': 'Removed the endpoint {name}.',
  'endpoint.weight-and-share': '{weight} ({share}% of new sessions)',
  'endpoint.mended': 'Clients add /v1 themselves, so the base URL is {url}.',
  'endpoint.variable-unset':
    'The variable {name} is not set here. Whatever runs the proxy needs it, or requests pass this endpoint by.',
  'endpoint.key-empty': 'The key is empty.',
  'endpoint.key-with-spaces': 'The key has a space or a line break in it. Nothing was stored; copy it again.',
  'endpoint.key-not-ascii': 'The key has characters that no key has. Nothing was stored; copy it again.',
  'endpoint.needs-base-url':
    'These options say how an endpoint is asked, but not where it is.\nGive --base-url.',
  'endpoint.needs-key':
    'The endpoint has no key.\nPipe it in with --api-key-stdin, or name the variable that holds it with --api-key-env.',
  'endpoint.needs-target':
    'It is not said where the endpoint is.\nGive --base-url, or reuse an endpoint of another profile with --from-profile.',
  'endpoint.option.name':
    'name of the endpoint in its profile (default: from the host, or the profile reused)',
  'endpoint.option.set-name': 'another name for the endpoint',
  'endpoint.option.from-profile':
    'reuse the endpoint of another profile, NAME or NAME/ENDPOINT; a new key there is used here at once',

  'option.base-url': 'where the endpoint is, without /v1 at its end',
  'option.fault': '{option}: {why}',
  'option.api-key-stdin': 'read the key from standard input',
  'option.api-key-env': 'take the key from this environment variable, whenever it is used',
  'option.api-key-env.expected': 'a variable is named with letters, digits and "_".',
  'option.api-key-keychain':
    'take the key from the key store of the system, whenever it is used: SERVICE or SERVICE/ACCOUNT',
  'option.api-key-keychain.expected': 'an item of the key store is named SERVICE or SERVICE/ACCOUNT.',
  'option.auth': 'header that carries the key: x-api-key (default), bearer or both',
  'option.auth.expected': 'the styles are x-api-key, bearer and both.',
  'option.model': 'send the model FROM as TO (can be given several times)',
  'option.model.set': 'send the model FROM as TO; FROM= takes that away (can be given several times)',
  'option.model.expected': 'a model is given as FROM=TO.',
  'option.model.set.expected': 'a model is given as FROM=TO, or as FROM= to take it away.',
  'option.check': 'check the endpoint before saving; if the check fails, nothing is saved',
  'option.timeout-connect': 'how long connecting may take, such as 5s',
  'option.timeout-first-content': 'how long the first content may take, such as 90s',
  'option.timeout-idle': 'how long the endpoint may be silent after that, such as 2m',
  'option.proxy': 'URL of the HTTP proxy through which the endpoint is reached',
  'option.no-proxy': 'reach the endpoint without that proxy',
  'option.no-timeout-connect': 'take that time from the settings again',
  'option.no-timeout-first-content': 'take that time from the settings again',
  'option.no-timeout-idle': 'take that time from the settings again',
  'option.max-concurrent': 'requests that may be out on the endpoint at once, 1 to 10000 (default: no limit)',
  'option.max-concurrent.expected':
    'a cap is a whole number from 1 to 10000; "qcc endpoint set --no-max-concurrent" takes it away.',
  'option.no-max-concurrent': 'set no limit to the requests that are out at once',
  'option.rule':
    'what a refusal means: STATUS[,TYPE][,/PATTERN/]=OUTCOME, such as "403,/no quota/=balance" (can be given several times)',
  'option.rule.set':
    'what a refusal means: STATUS[,TYPE][,/PATTERN/]=OUTCOME, such as "403,/no quota/=balance"; comes before the rules that the endpoint has (can be given several times)',
  'option.rule.expected':
    'a rule is given as STATUS[,TYPE][,/PATTERN/]=OUTCOME, such as "403,/no quota/=balance"; one of the three is enough, and there may be several statuses.',
  'option.rule.outcome': 'the outcome behind "=" is one of {expected}.',
  'option.no-rules': 'take away the rules that the endpoint has',
  'option.priority': 'order in the profile under the strategy "priority", 1 (default, asked first) to 1000',
  'option.strategy':
    'how the endpoints of the profile share new sessions (default: as the setting balancer.strategy says)',
  'option.strategy.set': 'how the endpoints of the profile share new sessions',
  'option.strategy.expected': 'the strategies are {expected}.',
  'option.no-strategy': 'share new sessions as the setting balancer.strategy says',
  'option.deny-beta':
    'do not send this beta feature (a name in anthropic-beta, "*" for any text) to the endpoint (can be given several times)',
  'option.deny-beta.set':
    'do not send this beta feature (a name in anthropic-beta, "*" for any text) either (can be given several times)',
  'option.deny-beta.expected': 'a beta feature is named without spaces and commas.',
  'option.no-deny-betas': 'send all beta features again',
  'option.attribution': 'whether Claude Code says in each request which client asks: on (default) or off',
  'option.attribution.expected': 'it is on or off.',
  'endpoint.attribution-off': 'off: "qcc run" asks Claude Code to leave it out',
  'option.weight': 'share of new sessions beside the others, 0 to 1000; 0 only gets what nobody else takes',
  'option.weight.expected': 'a weight is a whole number from 0 to 1000.',
} as const
