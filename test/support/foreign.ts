/** Set-ups of other programs as those write them, with made-up keys. */

const K = {
  relay: 'made-up-relay-key-0123456789',
  official: 'made-up-official-key-0123456789',
  kimi: 'made-up-kimi-key-0123456789',
  router: 'made-up-router-key-0123456789',
  spare: 'made-up-spare-key-0123456789',
} as const

/** All of them; none may stand in anything that is printed or stored in the clear. */
export const FOREIGN_KEYS: readonly string[] = Object.values(K)

/** Claude Code's, as people keep it: with comments. Source: https://code.claude.com/docs/en/settings. */
export const CLAUDE_SETTINGS = `{
  // mine
  "permissions": { "allow": ["Bash(git *)"], "deny": [] },
  "env": {
    "ANTHROPIC_BASE_URL": "https://relay.example.com/claude",
    "ANTHROPIC_AUTH_TOKEN": "${K.relay}",
    "ANTHROPIC_MODEL": "claude-opus-5-5",
    "ANTHROPIC_DEFAULT_HAIKU_MODEL": "relay-small[1m]",
    "CLAUDE_CODE_ATTRIBUTION_HEADER": "0",
    "API_TIMEOUT_MS": 3000000,
  },
  "apiKeyHelper": "echo nothing",
}
`

/** Of the first QCC: ConfigManager._save_local_cache, Endpoint.to_dict. */
export const FASTCC_CACHE = JSON.stringify(
  {
    user_id: 'local:somebody',
    settings: {
      ...{ default_profile: 'work', auto_sync: true, encryption_enabled: true },
      ...{ storage_backend_type: 'local', storage_initialized: true },
    },
    profiles: {
      work: {
        ...{
          name: 'work',
          description: '公司',
          base_url: '',
          api_key: '',
          priority: 'primary',
          enabled: true,
        },
        endpoints: [
          {
            ...{ id: 'a1b2c3d4', base_url: 'https://relay.example.com/claude', api_key: K.relay },
            ...{ weight: 80, priority: 1, enabled: true, max_failures: 3, timeout: 30 },
            ...{ source_profile: null, metadata: {}, created_at: '2025-10-16T14:30:00' },
          },
          {
            ...{ id: 'e5f6a7b8', base_url: 'https://spare.example.org/v1', api_key: K.spare },
            ...{ weight: 20, priority: 2, enabled: false, max_failures: 5, timeout: 60 },
            ...{ source_profile: 'spare', metadata: {}, created_at: '2025-10-16T14:30:00' },
          },
        ],
        ...{ created_at: '2025-10-16T14:00:00', last_used: null },
      },
      official: {
        ...{ name: 'official', description: '', base_url: 'https://api.anthropic.com', api_key: K.official },
        ...{ created_at: '2025-10-01T09:00:00.000000', last_used: '2025-10-02T09:00:00.000000' },
      },
      broken: { name: 'broken', description: '', base_url: 'https://broken.example', api_key: '' },
    },
  },
  null,
  2,
)

/** Of the first QCC: PriorityManager._save. */
export const FASTCC_PRIORITY = JSON.stringify(
  {
    priority_map: { primary: 'work', secondary: 'official', fallback: null },
    active_profile: 'work',
    policy: { auto_failover: false, auto_recovery: true, failure_threshold: 5, cooldown_period: 600 },
    switch_history: [],
    updated_at: '2025-10-16T15:00:00.000000',
  },
  null,
  2,
)

/** claude-code-router 1 and 2: its example, and an endpoint that is not translated (README, "Anthropic"). */
export const CCR_CONFIG = JSON.stringify(
  {
    LOG: true,
    HOST: '127.0.0.1',
    PORT: 3456,
    APIKEY: 'made-up-client-secret',
    API_TIMEOUT_MS: 600_000,
    transformers: [
      { path: '/home/somebody/.claude-code-router/plugins/gemini-cli.js', options: { project: 'x' } },
    ],
    Providers: [
      {
        ...{ name: 'openrouter', api_base_url: 'https://openrouter.ai/api/v1/chat/completions' },
        ...{ api_key: K.router, models: ['google/gemini-2.5-pro-preview', 'anthropic/claude-sonnet-4'] },
        transformer: { use: ['openrouter'] },
      },
      {
        ...{ name: 'deepseek', api_base_url: 'https://api.deepseek.com/chat/completions' },
        ...{ api_key: '$DEEPSEEK_API_KEY', models: ['deepseek-chat', 'deepseek-reasoner'] },
        transformer: { use: ['deepseek'], 'deepseek-chat': { use: ['tooluse'] } },
      },
      {
        ...{ name: 'ollama', api_base_url: 'http://localhost:11434/v1/chat/completions' },
        ...{ api_key: 'ollama', models: ['qwen2.5-coder:latest'] },
      },
      {
        ...{ name: 'my relay', api_base_url: 'https://relay.example.com/claude/v1/messages' },
        ...{ api_key: K.relay, models: ['claude-sonnet-4', 'relay-small'] },
        transformer: { use: [['Anthropic', { UseBearer: true }]] },
      },
    ],
    Router: {
      default: 'openrouter,google/gemini-2.5-pro-preview',
      background: 'my relay,relay-small',
      think: 'deepseek,deepseek-reasoner',
      longContext: 'openrouter,google/gemini-2.5-pro-preview',
      longContextThreshold: 60_000,
    },
  },
  null,
  2,
)

const claude = (env: Readonly<Record<string, string>>) => ({ env })
const KIMI_ENV = {
  ...{ ANTHROPIC_BASE_URL: 'https://api.moonshot.cn/anthropic', ANTHROPIC_AUTH_TOKEN: K.kimi },
  ...{ ANTHROPIC_MODEL: 'kimi-k2.7-code', ANTHROPIC_DEFAULT_HAIKU_MODEL: 'kimi-k2.7-code' },
}

/** cc-switch up to 3.7: MultiAppConfig, version 2. */
export const CC_SWITCH_CONFIG = JSON.stringify(
  {
    version: 2,
    claude: {
      current: 'p-kimi',
      providers: {
        'p-kimi': {
          ...{ id: 'p-kimi', name: 'Kimi 国内', settingsConfig: claude(KIMI_ENV) },
          ...{
            websiteUrl: 'https://platform.kimi.com',
            category: 'cn_official',
            createdAt: 1_760_000_000_000,
          },
          meta: {
            custom_endpoints: { 'https://other.example': { url: 'https://other.example', addedAt: 1 } },
          },
        },
        official: {
          id: 'official',
          name: 'Claude Official',
          settingsConfig: claude({}),
          category: 'official',
        },
        translated: {
          ...{ id: 'translated', name: 'Translated', meta: { apiFormat: 'openai_chat' } },
          settingsConfig: claude({
            ANTHROPIC_BASE_URL: 'https://openai.example',
            ANTHROPIC_AUTH_TOKEN: K.spare,
          }),
        },
      },
    },
    codex: {
      current: '',
      providers: {
        c: { id: 'c', name: 'Codex', settingsConfig: { auth: { OPENAI_API_KEY: K.spare }, config: '' } },
      },
    },
    mcp: { servers: {} },
    prompts: { claude: { prompts: {} } },
  },
  null,
  2,
)

/** Its table, from schema.rs of its version 3. */
export const CC_SWITCH_TABLE = `CREATE TABLE providers (
                id TEXT NOT NULL,
                app_type TEXT NOT NULL,
                name TEXT NOT NULL,
                settings_config TEXT NOT NULL,
                website_url TEXT,
                category TEXT,
                created_at INTEGER,
                sort_index INTEGER,
                notes TEXT,
                icon TEXT,
                icon_color TEXT,
                meta TEXT NOT NULL DEFAULT '{}',
                is_current BOOLEAN NOT NULL DEFAULT 0,
                in_failover_queue BOOLEAN NOT NULL DEFAULT 0,
                PRIMARY KEY (id, app_type)
            )`

/** Rows of it, as SQL writes values. */
export const CC_SWITCH_TUPLES: readonly string[] = [
  ['p-kimi', 'claude', 'Kimi 国内', JSON.stringify(claude(KIMI_ENV)), "it's; mine,\n(really)", 1],
  ['official', 'claude', 'Claude Official', JSON.stringify(claude({})), null, 0],
  ['c', 'codex', 'Codex', JSON.stringify({ auth: { OPENAI_API_KEY: K.spare } }), null, 0],
].map(([id, app, name, settings, notes, current]) => {
  const text = (value: string | number | null | undefined): string =>
    typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : 'NULL'
  const values = [
    text(id),
    text(app),
    text(name),
    text(settings),
    'NULL',
    "'cn_official'",
    '1760000000000',
    'NULL',
  ]
  return `(${[...values, text(notes), 'NULL', 'NULL', "'{}'", String(current), '0'].join(', ')})`
})

const COLUMNS =
  '"id", "app_type", "name", "settings_config", "website_url", "category", "created_at", "sort_index", "notes", "icon", ' +
  '"icon_color", "meta", "is_current", "in_failover_queue"'

/** What it exports: dump_sql of backup.rs, with a row of another table that looks like SQL. */
export const CC_SWITCH_EXPORT = `-- CC Switch SQLite 导出
-- 生成时间: 2026-08-21 10:00:00
-- user_version: 12
PRAGMA foreign_keys=OFF;
PRAGMA user_version=12;
BEGIN TRANSACTION;
CREATE TABLE prompts (id TEXT NOT NULL, content TEXT NOT NULL);
${CC_SWITCH_TABLE};
INSERT INTO "prompts" ("id", "content") VALUES ('p', 'do not;
INSERT INTO "providers" ("id", "app_type") VALUES (''x'', ''claude'');'),('q', X'00FF10');
INSERT INTO "providers" (${COLUMNS}) VALUES ${CC_SWITCH_TUPLES.join(',')};
COMMIT;
PRAGMA foreign_keys=ON;
`
