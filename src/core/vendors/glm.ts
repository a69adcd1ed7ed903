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

const SHARED = {
  auth: reported('bearer', CC_SWITCH, CC_SWITCH_ON),
  deniedBetas: UNKNOWN,
  attribution: ATTRIBUTION_OFF,
} satisfies Partial<Vendor>

/** The page has `glm-5.2[1m]`; the mark at its end is Claude Code's, not a part of the name. */
export const GLM: Vendor = {
  ...SHARED,
  id: 'glm',
  name: { en: 'Z.AI (GLM)', zh: 'Z.AI（GLM 国际版）' },
  baseUrl: reported(
    'https://api.z.ai/api/anthropic',
    'https://docs.rs/rig-core/latest/rig/providers/zai/constant.ANTHROPIC_API_BASE_URL.html',
  ),
  models: confirmed(twoModels('glm-5.2', 'glm-4.5-air'), 'https://docs.z.ai/devpack/latest-model.md'),
  signUp: confirmed('https://z.ai/model-api', 'https://docs.z.ai/devpack/quick-start.md'),
}

export const GLM_CHINA: Vendor = {
  ...SHARED,
  id: 'glm-cn',
  name: { en: 'Zhipu (GLM, China)', zh: '智谱（GLM 国内版）' },
  baseUrl: confirmed(
    'https://open.bigmodel.cn/api/anthropic',
    'https://docs.bigmodel.cn/cn/coding-plan/latest-model.md',
  ),
  models: confirmed(
    twoModels('GLM-5.2', 'GLM-4.5-air'),
    'https://docs.bigmodel.cn/cn/coding-plan/using5-1.md',
  ),
  signUp: confirmed('https://open.bigmodel.cn', 'https://docs.bigmodel.cn/cn/guide/develop/claude.md'),
}
