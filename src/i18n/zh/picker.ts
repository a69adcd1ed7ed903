import type { pickerEn } from '../en/picker.ts'

export const pickerZh: Readonly<Record<keyof typeof pickerEn, string>> = {
  'picker.which': '用哪个配置档启动 Claude Code？',
  'picker.automatic': '自动',
  'picker.default': '默认',
  'picker.endpoints': '{ready}/{all} 个端点',
  'picker.counts': '{seconds} 秒后：{label}；按方向键停止倒计时',
  'picker.keys': '方向键或 1-9，然后回车；Esc 离开',
  'picker.left': '没有启动任何程序。“qcc --help”列出其他命令。',
  'picker.no-profile': '还没有配置档。',
  'picker.asks-init': '现在设置 QCC 吗？',
  'picker.init-later': '“qcc init”设置 QCC；“qcc --help”列出其他命令。',
}
