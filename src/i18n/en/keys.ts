export const keysEn = {
  'protection.nothing-stored': 'no key is stored',
  'protection.key-file': '{count} key(s) encrypted, opened by the key file {file}',
  'protection.key-store': '{count} key(s) encrypted, opened by the key store of the system ({store})',
  'protection.passphrase': '{count} key(s) encrypted, opened by the passphrase',
  'protection.passphrase-unknown':
    '{count} key(s) encrypted, opened by a passphrase, which was not given here (variable QCC_PASSPHRASE)',
  'key-store.secret-service': 'Secret Service',
  'key-store.keychain': 'macOS keychain',
  'key-store.dpapi': 'Windows data protection',

  'key-fault.key-file-gone':
    'The stored keys cannot be opened: the key file {file} cannot be read ({why}). Put it back, or give the keys again with "qcc endpoint set PROFILE ID --api-key-stdin".',
  'key-fault.key-file-damaged':
    'The stored keys cannot be opened: {file} does not hold a key. Put back the key file as it was, or remove it and give the keys again with "qcc endpoint set PROFILE ID --api-key-stdin".',
  'key-fault.not-opened':
    '{shut} of {of} stored key(s) do not open: they were sealed with another key, or changed. Put back what opened them, or give them again with "qcc endpoint set PROFILE ID --api-key-stdin".',
  'key-fault.key-store-off':
    'The key store of the system is not asked: the variable QCC_KEY_STORE is "off". Take it away.',
  'key-fault.key-store-missing':
    'The key store of the system cannot be asked: the program "{program}" is not there. Install it (Debian: libsecret-tools); with it there, "qcc config rekey --key-file" makes it needless from then on.',
  'key-fault.key-store-silent':
    'The key store of the system did not answer "{program}" within {seconds} s. Unlock it, such as by logging in at the desktop; where nobody does, type "qcc config rekey --key-file" once while it is open.',
  'key-fault.key-store-closed':
    'The key store of the system takes nothing: none answers here, or it is locked. Nothing was changed. Unlock it and type this again, or take a key file: "qcc config rekey --key-file".',
  'key-fault.key-store-refuses':
    'The key store of the system does not give what opens the stored keys: it is locked, or does not have it any more. Unlock it, such as by logging in at the desktop; where nobody does, type "qcc config rekey --key-file" once while it is open.',
  'key-fault.passphrase-missing':
    'The stored keys cannot be opened: they need a passphrase, and nobody can be asked here. Set the variable QCC_PASSPHRASE, or type "qcc config rekey --key-file" at a terminal.',
  'key-fault.passphrase-wrong':
    'The stored keys cannot be opened: this passphrase is not theirs. Give the right one, at a terminal or by the variable QCC_PASSPHRASE.',

  'keys.passphrase': 'Passphrase of the stored keys',
  'keys.new-passphrase': 'New passphrase for the stored keys',
  'keys.short': 'A passphrase has at least {least} characters.',
  'keys.ask-protection': 'How are API keys to be kept?',
  'keys.offer.key-store': 'Encrypted, opened by the key store of the system',
  'keys.offer.key-file': 'Encrypted, opened by a key file that only you may read',
  'keys.offer.passphrase': 'Encrypted, opened by a passphrase',
  'keys.hint.key-store': 'open while you are logged in at the desktop',
  'keys.hint.key-file': 'also works over SSH, and for a service that starts by itself',
  'keys.hint.passphrase': 'asked for whenever a proxy starts',

  'rekey.description':
    'seal all stored keys anew: with a new data key, and wrapped another way if you say so',
  'rekey.key-store': 'wrapped by the key store of the system',
  'rekey.passphrase': 'wrapped by a passphrase (variable QCC_NEW_PASSPHRASE, or asked for)',
  'rekey.key-file': 'wrapped by a key file that only you may read',
  'rekey.question': 'Seal {count} stored key(s) anew, opened by {what} from then on?',
  'rekey.what.key-store': 'the key store of the system',
  'rekey.what.key-file': 'the key file {file}',
  'rekey.what.passphrase': 'a passphrase',
  'rekey.done': '{count} key(s) were sealed anew and read back; {what} opens them now.',
  'rekey.shut': '{count} key(s) did not open before either, and stay as they were.',
  'rekey.restart':
    'The running proxy goes on with the keys that it knows. For keys that are stored from now on it needs the passphrase: "qcc proxy restart".',
  'rekey.service':
    'Whatever starts a proxy without a terminal has to set QCC_PASSPHRASE from now on; without it no proxy starts.',
  'rekey.needs-passphrase':
    'A new passphrase is needed, and nobody can be asked here. Set the variable QCC_NEW_PASSPHRASE.',
  'rekey.held':
    'Another "qcc config rekey" or "qcc init" of this home is at work. Nothing was changed; type this again when it is done.',
  'rekey.busy': 'Keys were stored at the same moment, {tries} times. Nothing was changed; type this again.',
} as const
