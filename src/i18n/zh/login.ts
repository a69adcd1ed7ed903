import type { loginEn } from '../en/login.ts'

export const loginZh: Readonly<Record<keyof typeof loginEn, string>> = {
  'login.description': '在浏览器中打开控制台，使用只能打开一次的链接',
  'login.option.share': '改为生成供他人查看的链接，在此时间内有效（24h、7d），不能做任何更改',
  'login.option.no-open': '只显示链接，不打开浏览器',
  'login.option.shares': '列出有效的共享链接',
  'login.option.revoke': '撤销一个共享链接；通过它登录的浏览器都会退出登录',
  'login.option.log-out': '让所有浏览器退出登录，包括通过共享链接登录的；链接本身仍然有效',
  'login.share.expected': '共享时间从 1m 到 90d，例如 24h。',
  'login.proxy-started': '代理已在后台启动（进程 {pid}）；“qcc proxy stop”可停止它。',
  'login.opened': '控制台正在浏览器中打开。此链接仅供您使用：只能在一分钟内打开一次。',
  'login.not-opened': '请在本机的浏览器中打开此链接。它仅供您使用：只能在一分钟内打开一次。',
  'login.shared':
    '拥有此链接的人在 {until} 之前可以查看，但不能做任何更改。“qcc dashboard --revoke {share}”可提前结束。',
  'login.machine-only':
    '只有本机能打开它：其他机器需要“qcc config set dashboard.beyond on”，并且代理要监听它们（proxy.host）。',
  'login.beyond':
    '其他机器可通过 {host} 访问，请把链接中的地址换成本机的名称或地址。传输未加密：请只在可信的网络中共享，或置于 TLS 之后。',
  'login.no-shares': '没有共享链接。“qcc dashboard --share 24h”可生成一个。',
  'login.title.share': '共享',
  'login.title.made': '创建时间',
  'login.title.until': '有效至',
  'login.title.browsers': '浏览器',
  'login.unknown-share': '没有以“{share}”开头的有效共享链接。“qcc dashboard --shares”可列出它们。',
  'login.many-shares': '“{share}”可能是以下任意一个共享链接：{choices}。',
  'login.revoked': '已撤销共享链接 {share}。退出登录的浏览器：{logins}。',
  'login.logged-out': '已让所有浏览器退出登录：{logins}。',
}
