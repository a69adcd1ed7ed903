import { ANTHROPIC } from './anthropic.ts'
import { DEEPSEEK } from './deepseek.ts'
import { GLM, GLM_CHINA } from './glm.ts'
import { KIMI, KIMI_CHINA, KIMI_CODE } from './kimi.ts'
import { MINIMAX, MINIMAX_CHINA } from './minimax.ts'
import { OPENROUTER } from './openrouter.ts'
import { QWEN, QWEN_CHINA } from './qwen.ts'
import { SILICONFLOW, SILICONFLOW_CHINA } from './siliconflow.ts'
import { UNKNOWN, valueOf, type Vendor } from './vendor.ts'

/** Anything else that speaks Anthropic's API: only the person knows what it is like. */
const RELAY: Vendor = {
  id: 'relay',
  name: { en: 'another relay', zh: '其他中转' },
  ...{ baseUrl: UNKNOWN, auth: UNKNOWN, models: UNKNOWN, deniedBetas: UNKNOWN, attribution: UNKNOWN },
  signUp: UNKNOWN,
}

/** In the order in which they are offered. */
export const VENDORS: readonly Vendor[] = [
  ANTHROPIC,
  GLM,
  GLM_CHINA,
  KIMI,
  KIMI_CHINA,
  KIMI_CODE,
  DEEPSEEK,
  MINIMAX,
  MINIMAX_CHINA,
  QWEN,
  QWEN_CHINA,
  OPENROUTER,
  SILICONFLOW,
  SILICONFLOW_CHINA,
  RELAY,
]

export const vendorNamed = (id: string): Vendor | null => VENDORS.find((vendor) => vendor.id === id) ?? null

/** The vendor at the host of `url`, whatever its path: other APIs of one are at the same host. */
export function vendorAt(url: string): Vendor | null {
  const host = hostOf(url)
  return VENDORS.find(({ baseUrl }) => host !== null && hostOf(valueOf(baseUrl) ?? '') === host) ?? null
}

const hostOf = (url: string): string | null => /^https?:\/\/([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase() ?? null
