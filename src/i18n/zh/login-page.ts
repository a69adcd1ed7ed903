import type { loginPageEn } from '../en/login-page.ts'

export const loginPageZh: Readonly<Record<keyof typeof loginPageEn, string>> = {
  lang: 'zh-CN',
  title: '此链接无法打开控制台',
  why: '它已被使用、已过期或已被撤销。登录链接只能在一分钟内打开一次；共享链接在到期之前都有效。',
  next: '在代理所在的机器上运行以下命令，即可得到新链接：',
}
