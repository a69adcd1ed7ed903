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
  auth: confirmed('bearer', 'https://docs.siliconflow.cn/cn/docs/api/messages-post'),
  deniedBetas: UNKNOWN,
  attribution: ATTRIBUTION_OFF,
} satisfies Partial<Vendor>

export const SILICONFLOW: Vendor = {
  ...SHARED,
  id: 'siliconflow',
  name: { en: 'SiliconFlow', zh: '硅基流动（国际版）' },
  baseUrl: reported('https://api.siliconflow.com', CC_SWITCH, CC_SWITCH_ON),
  models: reported(twoModels('MiniMaxAI/MiniMax-M3', 'MiniMaxAI/MiniMax-M3'), CC_SWITCH, CC_SWITCH_ON),
  signUp: reported('https://siliconflow.com', CC_SWITCH, CC_SWITCH_ON),
}

export const SILICONFLOW_CHINA: Vendor = {
  ...SHARED,
  id: 'siliconflow-cn',
  name: { en: 'SiliconFlow (China)', zh: '硅基流动（国内版）' },
  baseUrl: reported('https://api.siliconflow.cn', CC_SWITCH, CC_SWITCH_ON),
  models: reported(
    twoModels('Pro/MiniMaxAI/MiniMax-M2.5', 'Pro/MiniMaxAI/MiniMax-M2.5'),
    CC_SWITCH,
    CC_SWITCH_ON,
  ),
  signUp: reported('https://siliconflow.cn', CC_SWITCH, CC_SWITCH_ON),
}
