/** `qcc run`. */
export const runEn = {
  'run.description':
    'start Claude Code on the active set, or on one profile only; what stands behind -- goes to Claude Code',
  'run.direct': 'Claude Code talks to {endpoint} ({url}) itself: there is no failover.',
  'run.option.direct': 'without the proxy, on the first endpoint; then there is no failover',
  'run.option.hold':
    'how long a request is held, instead of failing, while no endpoint can serve it: 1s to 24h; for work that nobody watches',
  'run.hold.expected': 'a hold is a duration from 1s to 24h, such as 90s or 5h.',
  'run.hold-direct':
    'With --direct nothing stands between Claude Code and the endpoint that could hold a request. Leave out --direct or --hold.',
  'run.on-active-set': 'Claude Code runs on the active set ({profiles}) through {url}.',
  'run.on-profile': 'Claude Code runs on the profile {profile} only, through {url}.',
  'run.on-only':
    'Claude Code runs on the profile {profile} through {url}; the proxy was started for that one alone.',
  'run.proxy-started':
    'The proxy was started in the background (process {pid}) and goes on when Claude Code ends; "qcc proxy stop" stops it.',
  'run.proxy-stopping': 'The proxy at {url} is just stopping. Waiting until it has.',
  'run.proxy-only':
    'The proxy at {url} was started for the profile "{only}" alone and does not serve "{profile}".\nStop it with "qcc proxy stop" and run this again, or give --direct.',
  'run.no-profile': 'There is no profile that Claude Code could run on. Add one with "qcc add NAME".',
  'run.no-endpoint':
    'The profile "{profile}" has no endpoint. Give it one with "qcc endpoint add {profile}".',
  'run.all-disabled':
    'No endpoint of the profile "{profile}" is enabled. Enable one with "qcc endpoint enable {profile} ID".',
  'run.no-key':
    '{endpoint} has no key: {reference} leads to none here. Set it, or give a key with "qcc endpoint set … --api-key-stdin".',
  'run.not-found':
    'There is no program "{command}" here. Install Claude Code (https://code.claude.com/docs/en/setup), or say where it is: "qcc config set claude.command FILE".',
  'run.not-run':
    '{file} could not be started: {why}. "qcc config set claude.command FILE" names another one.',
  'run.managed':
    "The settings of this machine's administrator, {file}, set {variable}, which wins over whatever a run can say. So Claude Code cannot be started on QCC here; ask for that to be taken out.",
  'run.no-settings-file': '--settings names neither settings in JSON nor a file that can be read: {file}.',
  'run.bad-settings':
    'What --settings names is not an object in JSON, so Claude Code would take nothing of it.',
  'run.direct-proxy':
    'Its HTTP proxy {proxy} is used by the QCC proxy alone; for this run set HTTPS_PROXY yourself where it is needed.',
  'run.direct-question': 'Claude Code may ask whether to use this API key: the answer is yes.',
  'run.unsaid-models': 'Without the proxy these models are asked for by their own names: {models}.',
} as const
