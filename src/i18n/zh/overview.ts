import type { overviewEn } from '../en/overview.ts'

export const overviewZh: Readonly<Record<keyof typeof overviewEn, string>> = {
  'overview.description':
    '运行情况：每分钟请求数、成功率、首个 token 用时、进行中的流、今日 token 与费用，以及流量去向',
  'overview.no-proxy': '代理未运行',
  'overview.requests': '请求',
  'figure.a-minute': '每分钟请求数',
  'figure.today': '今日 {count}',
  'figure.success': '成功率',
  'figure.last-hour': '客户端所见，近一小时',
  'figure.first-token': '首个 token',
  'figure.p95': 'p95 {time}',
  'figure.open': '进行中的流',
  'figure.held': '{count} 个在等待端点恢复',
  'figure.kept': '队列中 {count} 个',
  'figure.tokens': '今日 token',
  'figure.in-out': '输入 {in}（缓存 {cached}），输出 {out}',
  'figure.cost': '今日费用',
  'figure.list-price': '按官方定价',
  'figure.unpriced': '{count} 个回答没有定价',
  'lane.share': '流量份额（5 分钟）',
}
