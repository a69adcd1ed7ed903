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

const API = 'https://www.alibabacloud.com/help/en/model-studio/anthropic-api-messages'
/** Somebody who read newer pages of the vendor, which also name hosts of a workspace's own. */
const READER = 'https://www.developersdigest.tech/setup/qwen/claude-code'

const SHARED = {
  // Either variable is good, so either header is.
  auth: confirmed('bearer', API, '2026-03-15'),
  models: reported(twoModels('qwen3.7-max', 'qwen3.6-flash'), READER),
  deniedBetas: UNKNOWN,
  attribution: ATTRIBUTION_OFF,
} satisfies Partial<Vendor>

export const QWEN: Vendor = {
  ...SHARED,
  id: 'qwen',
  name: { en: 'Alibaba Cloud (Qwen)', zh: '阿里云（Qwen 国际版）' },
  baseUrl: confirmed('https://dashscope-intl.aliyuncs.com/apps/anthropic', API, '2026-03-15'),
  signUp: confirmed('https://www.alibabacloud.com/help/en/model-studio/claude-code', API, '2026-03-15'),
}

export const QWEN_CHINA: Vendor = {
  ...SHARED,
  id: 'qwen-cn',
  name: { en: 'Alibaba Cloud (Qwen, China)', zh: '阿里云（Qwen 国内版）' },
  baseUrl: reported('https://dashscope.aliyuncs.com/apps/anthropic', CC_SWITCH, CC_SWITCH_ON),
  signUp: reported('https://bailian.console.aliyun.com', CC_SWITCH, CC_SWITCH_ON),
}
