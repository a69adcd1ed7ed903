/** What a person is told of a failure that has a code of its own: what happened, why, what next. */
export const errorEn = {
  'error.stale-version':
    'Somebody else changed the configuration meanwhile (it is version {newest} now), so nothing was changed. Look at "qcc config diff" and try again.',
  'error.store-newer':
    'The database {file} was written by a newer QCC (its schema is {found}, this QCC knows {known}). It was left untouched: update QCC.',
  'error.store-corrupt':
    'The database {file} is damaged: {why}. Save what is readable with "qcc config export --damaged FILE", move the database away, then "qcc config import FILE".',
  'error.queue-damaged':
    'The queue {file} is damaged: {why}. A proxy that starts sets it aside and begins another: "qcc proxy restart".',
  'error.store-unwritable':
    'QCC cannot write {file}: {why}. Check the permissions, or choose another home with --home.',
  'error.store-full': 'The disk is full, so nothing was changed in {file}. Make room and try again.',
  'error.store-busy':
    'Another process held the database {file} for too long, so nothing was changed. Try again.',
  'error.store-failed': 'The database {file} failed: {why}.',
} as const
