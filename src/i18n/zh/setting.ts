import type { settingEn } from '../en/setting.ts'

export const settingZh: Readonly<Record<keyof typeof settingEn, string>> = {
  'setting.proxy.host': '代理监听的地址',
  'setting.proxy.port': '代理监听的端口；0 表示任意空闲端口',
  'setting.proxy.drain': '要求代理停止后，未完成的流还可以持续多久',
  'setting.body.max': '为重发而保留的请求体的最大大小',
  'setting.body.total': '内存中所有请求体的总大小；超出时后续请求排队等待',
  'setting.attempts.max': '一个请求最多尝试的次数，立即被拒绝的不计',
  'setting.attempts.deadline': '从收到请求到首段内容的最长时间，包括所有尝试',
  'setting.gate.events': '首段内容之前最多暂存的流事件数',
  'setting.gate.bytes': '首段内容之前最多暂存的流字节数',
  'setting.gate.whole-bytes': '完整回答最多暂存的字节数',
  'setting.timeout.connect': '连接端点的最长时间',
  'setting.timeout.first-content': '连接之后到首段内容的最长时间',
  'setting.timeout.idle': '首段内容之后端点最长的静默时间',
  'setting.log.level': '写入日志文件的最低级别',
  'setting.log.file-size': '日志文件达到多大时换用下一个',
  'setting.log.files': '保留的日志文件数，包括最新的一个',
  'setting.versions.keep': '保留的配置版本数',
  'setting-problem.variable': '变量 {variable} 无法使用：{why}\n请改正或取消设置。',
}
