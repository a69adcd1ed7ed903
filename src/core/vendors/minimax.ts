import {
  ATTRIBUTION_OFF,
  CC_SWITCH,
  CC_SWITCH_ON,
  confirmed,
  reported,
  twoModels,
  UNKNOWN,
  type Vendor,
} from './vendor.ts'

const CLAUDE_CODE = 'https://platform.minimax.io/docs/coding-plan/claude-code'
const API = 'https://platform.minimax.io/docs/api-reference/text-anthropic-api'

const SHARED = {
  auth: confirmed('bearer', CLAUDE_CODE),
  models: confirmed(twoModels('MiniMax-M3', 'MiniMax-M3'), API),
  deniedBetas: UNKNOWN,
  attribution: ATTRIBUTION_OFF,
} satisfies Partial<Vendor>

export const MINIMAX: Vendor = {
  ...SHARED,
  id: 'minimax',
  name: { en: 'MiniMax', zh: 'MiniMax（国际版）' },
  baseUrl: confirmed('https://api.minimax.io/anthropic', CLAUDE_CODE),
  signUp: reported('https://platform.minimax.io', CC_SWITCH, CC_SWITCH_ON),
}

export const MINIMAX_CHINA: Vendor = {
  ...SHARED,
  id: 'minimax-cn',
  name: { en: 'MiniMax (China)', zh: 'MiniMax（国内版）' },
  baseUrl: confirmed('https://api.minimaxi.com/anthropic', CLAUDE_CODE),
  signUp: reported('https://platform.minimaxi.com', CC_SWITCH, CC_SWITCH_ON),
}
