import type { dashboardHistoryEn } from '../en/dashboard-history.ts'

export const dashboardHistoryZh: Readonly<Record<keyof typeof dashboardHistoryEn, string>> = {
  'past.none': '没有切换记录。当另一层级开始提供服务时，会连同当时所见显示在这里。',
  'past.band': '各时段由哪个层级提供服务',
  'past.span': '时段',
  'past.hour': '小时',
  'past.day': '天',
  'past.week': '周',
  'past.list': '切换，最新的在前',
  'past.nobody': '无',
  'past.unknown': '未知',
  'past.stays': '{to} 不变',
  'past.served-for': '服务了 {time}',
  'past.serves': '至今仍在服务，{time}',
  'past.evidence': '当时所见',
  'past.out-until': '{endpoint}：{why}，到 {time}',
  'past.out': '{endpoint}：{why}',
  'past.times': '{what}（{count} 次）',
  'past.more': '显示更早的',
  'past.segment': '{place}：{from} 至 {to}',
}
