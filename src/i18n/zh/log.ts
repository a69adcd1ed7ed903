import type { logEn } from '../en/log.ts'

export const logZh: Readonly<Record<keyof typeof logEn, string>> = {
  'log.attempt': '{endpoint}：{outcome}（{why}），用时 {ms} 毫秒',
  'log.attempt-ok': '{endpoint}：ok，用时 {ms} 毫秒',
  'log.commit': '{endpoint}：{ms} 毫秒后出现首段内容',
  'log.answer': '{status} {method} {path} · {ending} · {endpoint} · {attempts} 次尝试 · {ms} 毫秒',
  'log.answer-ours': '{status} {method} {path} · {ending} · {attempts} 次尝试 · {ms} 毫秒',
  'log.endpoint': '{endpoint}：{news}',
  'log.switch': '当前层级已切换：{switch}',
  'log.probe': '{endpoint}：已检查（{why}）：{finding}，{ms} 毫秒',
  'log.probe-recheck': '是否仍不可用',
  'log.probe-trial': '是否已恢复',
  'log.probe-tier': '所在层级是否已恢复',
  'log.probe-network': '网络是否可用',
  'log.probe-asked': '按要求',
  'log.state-not-saved': '未能保存对端点的了解：{why}',
  'log.trail-not-saved': '无法保存请求和层级的历史：{why}',
  'log.fault': 'QCC 内部故障：{message}',
  'log.listening':
    'QCC {version} 正在监听 {url}（进程 {pid}，配置版本 {configuration}），服务 {count} 个端点：{endpoints}',
  'log.not-started': '未能启动：{why}',
  'log.config-followed': '已采用配置版本 {configuration}，{count} 个端点：{endpoints}。',
  'log.config-restart': '已更改，但要在“qcc proxy restart”之后才生效：{keys}。',
  'log.config-refused': '继续使用现有配置：{why}',
  'log.stopping': '正在停止：{open} 个请求未完成，最多再等 {seconds} 秒',
  'log.stopped': '已停止；{broken} 个请求被中断',
  'log.lines-lost': '此日志有 {lines} 行未能写入：{why}',
}
