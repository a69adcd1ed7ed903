import type { statusEn } from '../en/status.ts'

export const statusZh: Readonly<Record<keyof typeof statusEn, string>> = {
  'status.description': '当前状况：代理、当前配置档及其端点、配置、加密、Claude Code',
  'status.proxy': '运行于 {url}，已运行 {uptime}（版本 {version}，进程 {pid}，{open} 个请求进行中）',
  'status.no-proxy': '未运行；用“qcc proxy start”启动',
  'status.profile-chosen': '{name}（默认配置档）',
  'status.profile-first': '{name}（第一个；可用“qcc default 名称”另选）',
  'status.profile-tiers': '{name}；按此顺序使用',
  'status.profile-hand': '{name}；按此顺序使用，第一个为手动指定',
  'status.profile-only': '只用 {name}，手动指定',
  'status.profile-proxy': '{name}（代理仅为它而启动）',
  'status.no-profile': '无；用“qcc add 名称”添加',
  'status.configuration': '版本 {version}',
  'status.configuration-behind': '版本 {version}；代理仍在使用版本 {followed}',
  'status.configuration-refused': '版本 {version}；代理停留在版本 {followed}：{why}',
  'status.check': '同时指出问题所在和解决办法；有问题时退出码为 6',
  'status.claude-free': '它的设置里没有基础 URL；“qcc run”让它使用活动集',
  'status.claude-here': '它的设置指向这里（{file}）',
  'status.claude-elsewhere': '它的设置指向 {url}，而不是这个代理（{file}）；“qcc run”让它使用活动集',
  'status.claude-nowhere': '它的设置指向 {url}，那里没有程序在监听（{file}）',
  'title.claude': 'Claude Code',
  'check.none': '没有发现问题。',
  'check.fault': '问题：{fault}',
  'check.no-profile': '没有配置档。请用“qcc add 名称”添加。',
  'check.no-endpoint':
    '活动集（{about}）没有已启用的端点。请用“qcc endpoint add 配置档”添加，或用“qcc endpoint enable 配置档 标识”启用。',
  'check.proxy-not-running': '代理未运行。请用“qcc proxy start -d”启动；“qcc run”会自行启动它。',
  'check.configuration-refused':
    '代理没有采用最新版本的配置：{about}。请用“qcc config edit”修正，或用“qcc config rollback 版本”退回。',
  'check.network-down': '本机没有网络。请检查网络连接或 VPN。',
  'check.keys-unreadable': '无法读取已保存的密钥；“加密”一行说明了原因和该怎么办。',
  'check.queue-unreadable':
    '无法读写留待以后发送的请求：{about}。代理启动时会把损坏的数据库移到一旁：“qcc proxy restart”。',
  'check.key-missing':
    '{about} 在这里没有密钥。请在启动代理的环境里设置它的变量，或用“qcc endpoint set 配置档 标识 --api-key-stdin”提供密钥。',
  'check.nobody-can-serve':
    '活动集（{about}）的端点全部不可用，原因和恢复时间见上表。可用“qcc endpoint test 配置档”检查。',
  'check.fenced-by-hand':
    '手动指定只用“{about}”，而它的端点全部不可用。可用“qcc priority switch --auto”让其他配置档提供服务。',
  'check.failover-off':
    '当前层级（{about}）不可用，而故障转移已关闭。可用“qcc priority policy --auto-failover”让下一层级提供服务。',
  'check.claude-points-nowhere':
    'Claude Code 的设置指向 {about}，那里没有程序在监听。请启动应在那里的程序，或从设置里去掉 ANTHROPIC_BASE_URL。',
}
