/**
 * The schema, step by step. A database is at the step that its `user_version`
 * says. What was released is never changed: a new step follows.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE versions (
    number   INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    author   TEXT NOT NULL,
    message  TEXT NOT NULL,
    hash     TEXT NOT NULL,
    content  TEXT NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE sealed_secrets (
    id     TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    at     INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE wrapped_keys (
    number  INTEGER PRIMARY KEY,
    wrapped TEXT NOT NULL
  ) STRICT;

  CREATE TABLE states (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE given_ids (
    id     TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    at     INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX given_ids_at ON given_ids (at);
  `,
  `
  CREATE TABLE client_tokens (
    name    TEXT PRIMARY KEY,
    hash    TEXT NOT NULL UNIQUE,
    profile TEXT,
    at      INTEGER NOT NULL,
    used_at INTEGER
  ) STRICT;
  `,
  `
  CREATE TABLE shares (
    id    TEXT PRIMARY KEY,
    hash  TEXT NOT NULL UNIQUE,
    at    INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE logins (
    hash  TEXT PRIMARY KEY,
    role  TEXT NOT NULL,
    share TEXT REFERENCES shares (id) ON DELETE CASCADE,
    at    INTEGER NOT NULL,
    until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
]

/** The same for the history. */
export const HISTORY_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE batches (
    number   INTEGER PRIMARY KEY,
    ended_at INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    ids      TEXT NOT NULL,
    trails   TEXT NOT NULL
  ) STRICT;

  CREATE TABLE served (
    endpoint_id TEXT PRIMARY KEY,
    at          INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE switches (
    number INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    switch TEXT NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE samples (
    number   INTEGER PRIMARY KEY,
    ended_at INTEGER NOT NULL,
    digests  TEXT NOT NULL
  ) STRICT;

  CREATE TABLE digests (
    length_ms INTEGER NOT NULL,
    since     INTEGER NOT NULL,
    endpoint  TEXT NOT NULL,
    source    TEXT NOT NULL,
    digest    TEXT NOT NULL,
    PRIMARY KEY (length_ms, since, endpoint, source)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE health_events (
    number   INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    endpoint TEXT NOT NULL,
    event    TEXT NOT NULL
  ) STRICT;

  CREATE INDEX health_events_endpoint ON health_events (endpoint);
  `,
  // The same tables. A program of before would take trails for damaged that are kept as trails-text.ts does.
  '',
]

/** The same for the queue. What is large lies apart from the items, so that a list reads nothing of it. */
export const QUEUE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE items (
    id              TEXT PRIMARY KEY,
    fingerprint     TEXT NOT NULL UNIQUE,
    parked_at       INTEGER NOT NULL,
    renewed_at      INTEGER NOT NULL,
    opened_at       INTEGER NOT NULL,
    fence           TEXT,
    session         TEXT,
    agent           TEXT,
    method          TEXT NOT NULL,
    path            TEXT NOT NULL,
    model           TEXT,
    stream          INTEGER NOT NULL,
    bytes           INTEGER NOT NULL,
    stored_bytes    INTEGER NOT NULL DEFAULT 0,
    reason          TEXT NOT NULL,
    is_accepted     INTEGER NOT NULL,
    state           TEXT NOT NULL DEFAULT 'pending',
    final_reason    TEXT,
    finished_at     INTEGER,
    tries           TEXT NOT NULL DEFAULT '[]',
    next_at         INTEGER,
    lease_owner     TEXT,
    lease_until     INTEGER,
    answer_status   INTEGER,
    answer_bytes    INTEGER,
    answer_given_at INTEGER
  ) STRICT;

  CREATE TABLE sealed_parts (
    item   TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    part   TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (item, part)
  ) STRICT;
  `,
]
