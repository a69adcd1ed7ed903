import type { initEn } from '../en/init.ts'

export const initZh: Readonly<Record<keyof typeof initEn, string>> = {
  'init.description': '设置 QCC：配置保存在哪里、接管其他程序的配置、第一个配置档',
  'init.option.storage': '配置保存在哪里：local、folder、git 或 gist',
  'init.option.place': '文件夹、git 仓库的 URL 或 gist 的 id',
  'init.option.import': '接管其他程序的配置，包括密钥',
  'init.option.no-import': '什么都不接管',
  'init.begins': 'QCC 把自己的一切保存在 {home}。在任何问题处按 Ctrl-C，一切保持原样。',
  'init.asks-storage': '配置保存在哪里？',
  'init.storage-choice.local': '只在这台机器上',
  'init.storage-choice.folder': '本机和一个文件夹，例如云盘的文件夹',
  'init.storage-choice.git': '本机和一个 git 仓库',
  'init.storage-choice.gist': '本机和 GitHub 上的一个私密 gist',
  'init.storage-conflict':
    '配置已经用“{present}”保存，再次设置不会改变已有的内容。\n请用“qcc sync setup {wanted}”更改。',
  'init.not-looked-at': '没有查看可接管的内容：{why}',
  'init.asks-first': '第一个配置档用什么？',
  'init.first.vendor': '已知的供应商（Anthropic、GLM、Kimi、DeepSeek……）',
  'init.first.own': '其他端点，给出基础 URL',
  'init.first.later': '暂时不设',
  'init.done': 'QCC 已设置好。',
  'init.not-there': '有些内容无法从配置中读回。\n用“qcc status”查看现有内容；“qcc init”会补上缺少的部分。',
  'init.storage': '存储    {where}',
  'init.keys': '密钥    {how}',
  'init.profiles': '配置档  {names}',
  'init.set': '{what}（之前已设置）',
  'init.where-local': '只在这台机器上',
  'init.where': '{backend}，{place}',
  'init.no-profiles': '还没有',
  'init.next-profile': '下一步：“qcc fc”在已知的供应商上建立配置档，“qcc add 名称”用于其他端点。',
  'init.next':
    '下一步：“qcc”在它上面启动 Claude Code。“qcc use”让“claude”本身指向那里；“qcc status”显示现状。',
}
