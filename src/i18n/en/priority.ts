export const priorityEn = {
  'priority.description': 'the tiers: which profiles serve, and in which order',
  'priority.set.description': 'put a profile in a tier, or with "none" in no tier',
  'priority.set.tier': 'primary, secondary, fallback or none',
  'priority.list.description': 'the tiers in order, with their profiles',
  'priority.tier-expected': 'the tiers are primary, secondary and fallback; "none" takes a profile out.',
  'priority.which-tier': 'Which tier for "{name}"?',
  'priority.no-tier': 'no tier',
  'priority.set': 'The profile "{name}" is in the tier {tier}, at place {place} of {count}.',
  'priority.unset': 'The profile "{name}" has no tier.',
  'priority.default-left': 'No profile has a tier any more; the default profile "{name}" serves again.',
  'priority.default-out':
    'The default profile "{name}" has no tier, so the root URL does not serve it any more.\nTo keep it, give it one: "qcc priority set {name} TIER".',
  'priority.by-default': 'No profile has a tier; the default profile "{name}" serves the root URL.',
  'priority.outside': 'Without a tier, and so not served at the root URL: {names}.',
} as const
