export const uninstallEn = {
  'uninstall.description':
    'undo "qcc use", stop the proxy, and remove the home of QCC with its keys and everything kept there; asks twice',
  'uninstall.undoes': '{file} will be put back as it was before "qcc use".',
  'uninstall.stops': 'The proxy at {url} will be stopped.',
  'uninstall.service': 'The service that starts the proxy will be taken away: {file}.',
  'uninstall.leaves': 'What is not of QCC stays in the home: {names}.',
  'uninstall.asks': 'Uninstall QCC, and remove its home {home}?',
  'uninstall.asks-again':
    'All profiles, stored keys, kept requests and the history are lost with it, and nothing brings them back. Really remove them?',
  'uninstall.removed': 'Removed {home}.',
  'uninstall.left': 'Removed what was of QCC in {home}. The folder stays, with what is not: {names}.',
  'uninstall.program':
    'The program itself is still there: the package manager that installed it removes it, such as "npm uninstall -g". A line for completion in the set-up of your shell stays as well.',
  'uninstall.none': 'There is no home of QCC at {home}: nothing was removed.',
  'uninstall.shared':
    '{home} is your own folder or one above it, so nothing there is removed. Remove what QCC put there by hand, beginning with qcc.db.',
  'uninstall.still-there':
    'Something of QCC is still in {home}: another qcc wrote there meanwhile. Type this again.',
  'uninstall.still-used':
    '{file} still has what "qcc use" put there, so the home was kept. Type "qcc use --undo", then this again.',
} as const
