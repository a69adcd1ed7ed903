import type { uninstallEn } from '../en/uninstall.ts'

export const uninstallZh: Readonly<Record<keyof typeof uninstallEn, string>> = {
  'uninstall.description': '撤销“qcc use”，停止代理，并删除 QCC 的主目录及其中的密钥和全部内容；会询问两次',
  'uninstall.undoes': '{file} 将还原为“qcc use”之前的内容。',
  'uninstall.stops': '位于 {url} 的代理将被停止。',
  'uninstall.service': '启动代理的服务将被移除：{file}。',
  'uninstall.leaves': '主目录里不属于 QCC 的内容会保留：{names}。',
  'uninstall.asks': '要卸载 QCC 并删除它的主目录 {home} 吗？',
  'uninstall.asks-again':
    '全部配置档、已保存的密钥、留存的请求和历史记录都会随之丢失，无法恢复。确定要删除吗？',
  'uninstall.removed': '已删除 {home}。',
  'uninstall.left': '已删除 {home} 中属于 QCC 的内容。该文件夹保留，其中还有：{names}。',
  'uninstall.program':
    '程序本身还在：请用安装它的包管理器删除，例如“npm uninstall -g”。shell 配置里用于补全的那一行也会保留。',
  'uninstall.none': '{home} 没有 QCC 的主目录：没有删除任何内容。',
  'uninstall.shared':
    '{home} 是您自己的文件夹或其上级，因此不会删除其中任何内容。请手动删除 QCC 放在那里的文件，从 qcc.db 开始。',
  'uninstall.still-there': '{home} 里仍有 QCC 的内容：期间有另一个 qcc 写入。请重新输入。',
  'uninstall.still-used':
    '{file} 里仍有“qcc use”写入的内容，因此保留了主目录。请先输入“qcc use --undo”，再重新输入。',
}
