import { ATTRIBUTION_OFF, confirmed, reported, type Vendor } from './vendor.ts'

const API = 'https://api-docs.deepseek.com/guides/anthropic_api.md'
const COMPATIBILITY = 'https://api-docs.deepseek.com/zh-cn/guides/anthropic_api/'

export const DEEPSEEK: Vendor = {
  id: 'deepseek',
  name: { en: 'DeepSeek', zh: 'DeepSeek（深度求索）' },
  baseUrl: confirmed('https://api.deepseek.com/anthropic', API),
  auth: confirmed('x-api-key', COMPATIBILITY),
  // It takes Claude's names and has its own map for them.
  models: confirmed({}, API),
  // The header is ignored.
  deniedBetas: confirmed([], COMPATIBILITY),
  attribution: ATTRIBUTION_OFF,
  signUp: reported(
    'https://platform.deepseek.com/api_keys',
    'https://www.developersdigest.tech/setup/deepseek/claude-code',
  ),
}
