/** Why a sync did not come to its end. `{remote}` is where it was to go. */
export const syncFaultEn = {
  'sync-fault.no-place':
    'sync.backend is {backend}, and sync.place names no place. Set both up with "qcc sync setup {backend}".',
  'sync-fault.foreign':
    '{remote} holds something that QCC did not put there, so it was left alone. Choose another place with "qcc sync setup", or take it away.',
  'sync-fault.locked':
    'The bundle in {remote} does not open: it has another passphrase. Give that one with "qcc sync setup"; nothing was changed.',
  'sync-fault.damaged':
    'The bundle in {remote} is damaged or not written completely, so it was left alone. Try again in a moment; if it stays so, put an older one back or remove it, and the next sync writes it anew.',
  'sync-fault.not-valid':
    'The bundle in {remote} is not one that this QCC understands: {why}. A newer QCC may have written it. Nothing was changed.',
  'sync-fault.merged-invalid':
    'Both sides together make a configuration that is not valid: {why}. Nothing was changed. Take one side with "qcc sync --ours" or "--theirs".',
  'sync-fault.key-clash':
    'The bundle in {remote} has another key under the reference {reference} than is kept here. Nothing was changed. Give that endpoint its key again with "qcc endpoint set".',
  'sync-fault.busy':
    'Others wrote to {remote}, or to the configuration here, each time before this sync was done ({tries} times). Nothing is lost; try again.',
  'sync-fault.undecided':
    '{count} change(s) were made here and in {remote} differently. Nothing was changed. Decide with "qcc sync --ours" or "--theirs", or at a terminal one by one.',
  'sync-fault.no-folder':
    'The folder {remote} cannot be used: {why}. Make it, or choose another with "qcc sync setup folder".',
  'sync-fault.not-here-yet':
    'The bundle in {remote} is in the cloud and not on this machine yet. Open the folder, let it download, and try again.',
  'sync-fault.copy-busy': 'Another sync of this home has been at work for {seconds} s. Try again.',
  'sync-fault.folder-busy': 'Another sync has held the folder {remote} for {seconds} s. Try again.',
  'sync-fault.no-git':
    'git is not installed, or not on the path. Install it from https://git-scm.com, or choose another backend.',
  'sync-fault.git':
    'git {what} failed ({remote}): {why}. Look whether "git ls-remote" reaches it without asking for anything.',
  'sync-fault.git-slow':
    'git {what} took longer than {seconds} s ({remote}). Look at the network, or raise sync.timeout.',
  'sync-fault.unreached': '{remote} cannot be reached: {why}. Look at the network, or at sync.api.',
  'sync-fault.slow':
    '{remote} did not answer within {seconds} s. Look at the network, or raise sync.timeout.',
  'sync-fault.no-token':
    'There is no token for {remote}: {reference} gives none. Set it, or name another with "qcc sync setup gist".',
  'sync-fault.token-refused':
    '{remote} refuses the token (401). Make a new one that may write gists, and give it with "qcc sync setup gist".',
  'sync-fault.forbidden':
    '{remote} does not let this token do that (403): {why}. It needs the right to write gists.',
  'sync-fault.limited':
    '{remote} has had enough requests for now; it takes more from {time} on. Try again then.',
  'sync-fault.no-gist':
    'There is no gist {remote}, or this token may not see it (404). Look at its id, or make a new one with "qcc sync setup gist".',
  'sync-fault.unprocessable': '{remote} does not take the bundle (422): {why}.',
  'sync-fault.api': '{remote} answered {status}: {why}. Try again later.',
  'sync-fault.too-large': 'The bundle in {remote} is larger than {most} and was not read.',
  'sync-fault.not-read-back':
    'What was written to {remote} is another thing when it is read back. Try again; nothing here was changed.',
} as const
