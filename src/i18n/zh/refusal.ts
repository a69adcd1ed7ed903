import type { refusalEn } from '../en/refusal.ts'

export const refusalZh: Readonly<Record<keyof typeof refusalEn, string>> = {
  'refusal.no-profile': '没有名为“{name}”的配置档。',
  'refusal.no-endpoint': '没有端点“{name}”。',
  'refusal.did-you-mean': '您是指“{name}”吗？',
  'refusal.see-profiles': '运行“qcc list”查看现有的配置档。',
  'refusal.see-endpoints': '运行“qcc endpoint list”查看现有的端点。',
  'refusal.name-taken': '名称“{name}”已被占用，请换一个。',
  'refusal.in-use': '无法删除“{name}”，因为有其他端点在复用它：{by}。\n请先删除这些端点。',
  'refusal.in-use-cascade':
    '无法删除“{name}”，因为有其他端点在复用它：{by}。\n请先删除这些端点，或用 --cascade 一并删除。',
  'refusal.nothing-to-reuse':
    '配置档“{name}”没有可以复用的端点。\n请先用“qcc endpoint add {name} --base-url URL”为它添加一个。',
  'refusal.ambiguous': '“{name}”可能指多个端点：{choices}。\n请指明其中一个。',
  'refusal.circle': '使用“{name}”会让该配置档复用自己。\n请指定另一个配置档的端点。',
  'refusal.reused-target':
    '“{name}”复用了“{from}”，其地址和访问方式要在那里修改。\n请对“{from}”运行“qcc endpoint set”。',
}
