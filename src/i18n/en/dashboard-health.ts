/** How endpoints are checked, on the dashboard. */
export const dashboardHealthEn = {
  'checks.all': 'Check all now',
  'checks.done': '{count} endpoint(s) checked.',
  'checks.today': 'Checks today',
  'checks.since': 'since {time}',
  'checks.tokens': 'Tokens of checks',
  'checks.in-out': '{in} in, {out} out',
  'checks.cost': 'Cost of checks',
  'checks.budget': 'Budget',
  'checks.budget-meaning': 'tokens a day for each endpoint',
  'checks.endpoints': 'Endpoints and their checks',
  'checks.none': 'There is no endpoint yet.',
  'checks.condition': 'Health',
  'checks.settings': 'How they are checked',
} as const
