import { confirmed, type Vendor } from './vendor.ts'

const OVERVIEW = 'https://platform.claude.com/docs/en/api/overview.md'

export const ANTHROPIC: Vendor = {
  id: 'anthropic',
  name: { en: 'Anthropic', zh: 'Anthropic（官方）' },
  baseUrl: confirmed('https://api.anthropic.com', OVERVIEW),
  auth: confirmed('x-api-key', 'https://code.claude.com/docs/de/env-vars'),
  models: confirmed({}, OVERVIEW),
  deniedBetas: confirmed([], 'https://platform.claude.com/docs/en/api'),
  attribution: confirmed(true, 'https://code.claude.com/docs/en/llm-gateway-protocol'),
  signUp: confirmed('https://platform.claude.com/settings/keys', OVERVIEW),
}
