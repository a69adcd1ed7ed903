import type { statusEn } from '../en/status.ts'

export const statusZh: Readonly<Record<keyof typeof statusEn, string>> = {
  'status.description': '当前状况：代理、当前配置档及其端点、配置、加密',
  'status.proxy': '运行于 {url}，已运行 {uptime}（版本 {version}，进程 {pid}，{open} 个请求进行中）',
  'status.no-proxy': '未运行；用“qcc proxy start”启动',
  'status.profile-chosen': '{name}（默认配置档）',
  'status.profile-first': '{name}（第一个；可用“qcc default 名称”另选）',
  'status.profile-tiers': '{name}；按此顺序使用',
  'status.profile-proxy': '{name}（代理仅为它而启动）',
  'status.no-profile': '无；用“qcc add 名称”添加',
  'status.configuration': '版本 {version}',
  'status.configuration-behind': '版本 {version}；代理仍在使用版本 {followed}',
  'status.configuration-refused': '版本 {version}；代理停留在版本 {followed}：{why}',
  'protection.nothing-stored': '没有保存任何密钥',
  'protection.key-file': '{count} 个密钥已加密，由密钥文件 {file} 解开',
  'protection.unreadable': '无法解开已保存的密钥：{why}',
}
