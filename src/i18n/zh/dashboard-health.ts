import type { dashboardHealthEn } from '../en/dashboard-health.ts'

export const dashboardHealthZh: Readonly<Record<keyof typeof dashboardHealthEn, string>> = {
  'checks.all': '立即检查全部',
  'checks.done': '已检查 {count} 个端点。',
  'checks.today': '今日检查',
  'checks.since': '自 {time}',
  'checks.tokens': '检查所用 token',
  'checks.in-out': '输入 {in}，输出 {out}',
  'checks.cost': '检查费用',
  'checks.budget': '预算',
  'checks.budget-meaning': '每个端点每天的 token 数',
  'checks.endpoints': '端点及其检查',
  'checks.none': '尚无端点。',
  'checks.condition': '健康',
  'checks.settings': '如何检查',
}
