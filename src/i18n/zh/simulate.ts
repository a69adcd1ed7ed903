import type { simulateEn } from '../en/simulate.ts'

export const simulateZh: Readonly<Record<keyof typeof simulateEn, string>> = {
  'simulate.description': '让您的配置在虚拟时间里经历设定好的故障；不发送任何内容',
  'simulate.file': '场景：QCC 自带的名称，或 YAML 文件；不给出则运行全部自带场景',
  'simulate.option.seed': '整数：相同的种子得到相同的过程（默认 1）',
  'simulate.option.built-in': '使用内置的三层级配置，而不是您的配置',
  'simulate.seed-expected': '此处应为 0 到 4294967295 的整数',
  'simulate.none': '您还没有端点：这次使用内置的三层级配置。用“qcc add NAME”添加您自己的。',
  'simulate.built-in': '这次使用内置的三层级配置。',
  'simulate.unknown': '没有名为“{file}”的场景或文件。场景有：{names}。',
  'simulate.unreadable': '无法读取文件 {file}：{why}。请检查路径和权限。',
  'simulate.invalid': '场景 {file} 无效。请改正上面指出的地方再运行。',
  'simulate.violated':
    '在场景 {name}、种子 {seed} 中，QCC 做了绝不该做的事：{what}。这是 QCC 的错误。其决定保存在 {file}；“qcc explain --replay {file}”可以重做一遍。',
  'simulate.seed': '已用种子 {seed} 模拟；没有发送任何内容。',
  'simulate.failed': '失败',
  'simulate.switch': '{at}：从 {from} 切换到 {to}（{cause}）',
  'simulate.title.scenario': '场景',
  'simulate.title.served': '已作答',
  'simulate.title.of': '请求',
  'simulate.title.switches': '切换',
  'simulate.title.p50': '额外延迟 p50',
  'simulate.title.p99': '额外延迟 p99',
  'simulate.title.paid': '额外计费',
  'simulate.title.tiers': '各层级时间',
}
