import type { vendorEn } from '../en/vendor.ts'

export const vendorZh: Readonly<Record<keyof typeof vendorEn, string>> = {
  'vendor.description': '为已知的供应商一步步建立配置档',
  'vendor.option.list': '列出供应商；加上 --json 还会给出每项信息的来源',
  'option.vendor': '从供应商列表（“qcc fc --list”）取基础 URL、请求头、模型等；同时给出的选项优先',
  'vendor.which': '哪一家供应商？',
  'vendor.none-such': '没有供应商“{id}”。',
  'vendor.see': '供应商有：{ids}。',
  'vendor.needs-terminal':
    '各个步骤需要在终端里询问，而这里没有终端。\n请一次给全：“qcc add 名称 --vendor {id} --api-key-stdin”；“qcc fc --list”列出供应商。',
  'vendor.sign-up': '在 {url} 可以取得密钥。',
  'vendor.asks-unconfirmed': '供应商自己没有确认的信息会逐项询问；按回车采用他人所述。',
  'vendor.reported': '{what}：供应商自己没有确认，取自 {source}（{date}）。',
  'vendor.asks-name': '配置档的名称',
  'vendor.asks-base-url': '它的 Anthropic 兼容 API 的基础 URL',
  'vendor.asks-large': 'Claude Code 要 Opus 和 Sonnet 时用哪个模型（留空则原样发送）',
  'vendor.asks-small': '要 Haiku 时用哪个模型（留空则与上面相同）',
  'vendor.model-expected': '模型名称不含空格。',
  'vendor.asks-betas': '它拒绝哪些 beta 功能，以逗号分隔（留空：未知；* 表示全部）',
  'vendor.asks-attribution': '让 Claude Code 在每个请求中说明客户端身份吗？',
  'vendor.asks-save': '仍然保存吗？',
  'vendor.next': '“qcc run {name}”在它上面启动 Claude Code。',
  'vendor.marks': '* 供应商自己没有确认，“qcc fc”会询问。“qcc fc --list --json”给出来源。',
}
