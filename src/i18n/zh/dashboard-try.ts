import type { dashboardTryEn } from '../en/dashboard-try.ts'

export const dashboardTryZh: Readonly<Record<keyof typeof dashboardTryEn, string>> = {
  'try.message': '消息',
  'try.profile': '发给',
  'try.root': '根 URL，与客户端相同',
  'try.model': '模型',
  'try.model-default': '检查所用的模型',
  'try.send': '发送',
  'try.sending': '发送中……',
  'try.way-here': '它经过代理的过程将显示在这里。',
  'point.title': '让 Claude Code 使用这里',
  'point.run': '只用一次，在终端中：',
  'point.use': '长期使用，直到“qcc use --undo”：',
  'point.variables': '或手动设置，适用于任何客户端：',
  'point.token': '其他机器需要客户端令牌：用“qcc proxy token create”创建。',
  'point.profile': '只用一个配置档：{url}',
  'point.copy': '复制',
}
