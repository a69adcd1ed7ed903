import type { priorityEn } from '../en/priority.ts'

export const priorityZh: Readonly<Record<keyof typeof priorityEn, string>> = {
  'priority.description': '层级：由哪些配置档提供服务，以及先后顺序',
  'priority.set.description': '把配置档放入某个层级；“none”表示不属于任何层级',
  'priority.set.tier': 'primary、secondary、fallback 或 none',
  'priority.list.description': '按顺序列出各层级及其配置档',
  'priority.tier-expected': '层级有 primary、secondary 和 fallback；“none”表示移出层级。',
  'priority.which-tier': '“{name}”放入哪个层级？',
  'priority.no-tier': '无层级',
  'priority.set': '配置档“{name}”在层级 {tier} 中，位于第 {place} 位（共 {count} 个）。',
  'priority.unset': '配置档“{name}”没有层级。',
  'priority.default-left': '已没有配置档属于任何层级；重新由默认配置档“{name}”提供服务。',
  'priority.default-out':
    '默认配置档“{name}”没有层级，根 URL 不再使用它。\n如需保留，请给它一个层级：“qcc priority set {name} 层级”。',
  'priority.by-default': '没有配置档属于任何层级；根 URL 由默认配置档“{name}”提供服务。',
  'priority.outside': '没有层级、因而根 URL 不使用的配置档：{names}。',
}
