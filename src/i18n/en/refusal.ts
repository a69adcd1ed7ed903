/** Why the configuration does not take a change, and what to do about it. */
export const refusalEn = {
  'refusal.no-profile': 'There is no profile "{name}".',
  'refusal.no-endpoint': 'There is no endpoint "{name}".',
  'refusal.did-you-mean': 'Did you mean "{name}"?',
  'refusal.see-profiles': 'Run "qcc list" to see what there is.',
  'refusal.see-endpoints': 'Run "qcc endpoint list" to see what there is.',
  'refusal.name-taken': 'The name "{name}" is taken. Choose another one.',
  'refusal.in-use':
    '"{name}" cannot be removed, because other endpoints reuse it: {by}.\nRemove those first.',
  'refusal.in-use-cascade':
    '"{name}" cannot be removed, because other endpoints reuse it: {by}.\nRemove those first, or give --cascade to remove them too.',
  'refusal.nothing-to-reuse':
    'The profile "{name}" has no endpoint that could be reused.\nGive it one with "qcc endpoint add {name} --base-url URL".',
  'refusal.ambiguous': '"{name}" could mean several endpoints: {choices}.\nName one of them.',
  'refusal.circle': 'With "{name}" the profile would reuse itself.\nName an endpoint of another profile.',
  'refusal.reused-target':
    '"{name}" reuses "{from}", so where it leads and how it is asked is changed there.\nRun "qcc endpoint set" on "{from}".',
} as const
