import type { costEn } from '../en/cost.ts'

export const costZh: Readonly<Record<keyof typeof costEn, string>> = {
  'receipt.model': '由模型 {model} 回答',
  'receipt.stop': '停止原因：{reason}',
  'receipt.used': '用量（token）：{counts}',
  'receipt.input': '输入 {count}',
  'receipt.cache-read': '读取缓存 {count}',
  'receipt.cache-write-5m': '写入缓存（5 分钟）{count}',
  'receipt.cache-write-1h': '写入缓存（1 小时）{count}',
  'receipt.output': '输出 {count}',
  'receipt.searches': '网页搜索 {count} 次',
  'cost.no-usage': '费用未知：回答没有说明用量',
  'cost.model': '费用未知：此模型没有标价',
  'cost.terms': '费用未知：回答所用的服务等级、速度或地区没有标价',
  'cost.partial': '费用未知：计费多于回答中的计数',
  'cost.refusal': '费用未知：拒绝回答从首个输出起才计费',
  'cost.known': '按标价为 ${dollars}（标价查于 {day}）',
  'cost.least': '按标价至少 ${dollars}（标价查于 {day}）：回答没有结束',
}
