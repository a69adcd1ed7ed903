import {
  ATTRIBUTION_OFF,
  CC_SWITCH,
  CC_SWITCH_ON,
  reported,
  twoModels,
  UNKNOWN,
  type Vendor,
} from './vendor.ts'

/** Somebody who read the vendor's page. */
const READER = 'https://www.developersdigest.tech/setup/moonshot'
const MEMBERS = 'https://jackin.tailrocks.com/guides/authentication/kimi.md'
const LAUNCHER = 'https://raw.githubusercontent.com/Agents365-ai/dsclaude/main/kmclaude'

const SHARED = {
  auth: reported('bearer', CC_SWITCH, CC_SWITCH_ON),
  models: reported(twoModels('kimi-k3', 'kimi-k2.5'), LAUNCHER),
  deniedBetas: UNKNOWN,
  attribution: ATTRIBUTION_OFF,
} satisfies Partial<Vendor>

export const KIMI: Vendor = {
  ...SHARED,
  id: 'kimi',
  name: { en: 'Moonshot (Kimi)', zh: 'Moonshot（Kimi 国际版）' },
  baseUrl: reported('https://api.moonshot.ai/anthropic', READER),
  signUp: reported(
    'https://platform.moonshot.ai/console/api-keys',
    'https://docs.docker.com/ai/docker-agent/providers/moonshot.md',
  ),
}

export const KIMI_CHINA: Vendor = {
  ...SHARED,
  id: 'kimi-cn',
  name: { en: 'Moonshot (Kimi, China)', zh: 'Moonshot（Kimi 国内版）' },
  baseUrl: reported('https://api.moonshot.cn/anthropic', CC_SWITCH, CC_SWITCH_ON),
  signUp: reported('https://platform.kimi.com', CC_SWITCH, CC_SWITCH_ON),
}

/** Keys of a membership, which the open platform does not know. */
export const KIMI_CODE: Vendor = {
  ...SHARED,
  id: 'kimi-code',
  name: { en: 'Kimi Code (membership)', zh: 'Kimi Code（会员）' },
  baseUrl: reported('https://api.kimi.com/coding', MEMBERS),
  auth: reported('x-api-key', 'https://laotaotie.com/s/kimi-code-api'),
  models: reported(twoModels('kimi-for-coding', 'kimi-for-coding'), MEMBERS),
  signUp: reported('https://www.kimi.com/code/console', MEMBERS),
}
