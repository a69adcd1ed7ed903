export const promptEn = {
  'prompt.yes': 'Yes',
  'prompt.no': 'No',
  'prompt.choose': '{question} (arrow keys, then Enter)',
  'prompt.base-url': 'Base URL of the endpoint (leave it empty to add one later)',
  'prompt.key': 'Key (not shown)',
  'prompt.auth': 'Header that carries the key',
  'prompt.auth.x-api-key': 'as Anthropic has it',
  'prompt.auth.bearer': 'as many relays have it',
  'prompt.auth.both': 'both of them',
  'prompt.name': 'Name',
  'prompt.which-profile': 'Which profile?',
  'prompt.which-endpoint': '"{name}" has several endpoints. Which one?',
  'prompt.cancelled': 'Cancelled. Nothing was changed.',
  'prompt.needs-yes':
    'This has to be confirmed, and nobody can be asked here: {question}\nGive --yes to confirm it.',
} as const
