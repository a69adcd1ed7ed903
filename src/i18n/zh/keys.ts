import type { keysEn } from '../en/keys.ts'

export const keysZh: Readonly<Record<keyof typeof keysEn, string>> = {
  'protection.nothing-stored': '没有保存任何密钥',
  'protection.key-file': '{count} 个密钥已加密，由密钥文件 {file} 解开',
  'protection.key-store': '{count} 个密钥已加密，由系统密钥库（{store}）解开',
  'protection.passphrase': '{count} 个密钥已加密，由口令解开',
  'protection.passphrase-unknown':
    '{count} 个密钥已加密，由口令解开；此处没有提供口令（变量 QCC_PASSPHRASE）',
  'key-store.secret-service': 'Secret Service',
  'key-store.keychain': 'macOS 钥匙串',
  'key-store.dpapi': 'Windows 数据保护',

  'key-fault.key-file-gone':
    '无法打开已保存的密钥：读不到密钥文件 {file}（{why}）。请放回该文件，或用“qcc endpoint set 配置档 标识 --api-key-stdin”重新提供密钥。',
  'key-fault.key-file-damaged':
    '无法打开已保存的密钥：{file} 里没有密钥。请放回原来的密钥文件，或删除它并用“qcc endpoint set 配置档 标识 --api-key-stdin”重新提供密钥。',
  'key-fault.not-opened':
    '{of} 个已保存的密钥中有 {shut} 个打不开：它们由另一把密钥封存，或已被改动。请放回原来的密钥文件等，或用“qcc endpoint set 配置档 标识 --api-key-stdin”重新提供。',
  'key-fault.key-store-off': '不访问系统密钥库：变量 QCC_KEY_STORE 的值是“off”。请去掉它。',
  'key-fault.key-store-missing':
    '无法访问系统密钥库：找不到程序“{program}”。请安装它（Debian：libsecret-tools）；之后执行“qcc config rekey --key-file”，以后就不再需要它。',
  'key-fault.key-store-silent':
    '系统密钥库在 {seconds} 秒内没有回应“{program}”。请解锁它，例如登录桌面；如果没有人会登录，请趁它打开时执行一次“qcc config rekey --key-file”。',
  'key-fault.key-store-closed':
    '系统密钥库不接受任何内容：这里没有密钥库回应，或它被锁定。什么都没有改动。请解锁后再执行一次，或改用密钥文件：“qcc config rekey --key-file”。',
  'key-fault.key-store-refuses':
    '系统密钥库没有给出打开已保存密钥所需的内容：它被锁定，或已不再保存该内容。请解锁它，例如登录桌面；如果没有人会登录，请趁它打开时执行一次“qcc config rekey --key-file”。',
  'key-fault.passphrase-missing':
    '无法打开已保存的密钥：需要口令，而这里无法询问任何人。请设置变量 QCC_PASSPHRASE，或在终端执行“qcc config rekey --key-file”。',
  'key-fault.passphrase-wrong':
    '无法打开已保存的密钥：口令不对。请在终端或用变量 QCC_PASSPHRASE 提供正确的口令。',

  'keys.passphrase': '已保存密钥的口令',
  'keys.new-passphrase': '已保存密钥的新口令',
  'keys.short': '口令至少有 {least} 个字符。',
  'keys.ask-protection': 'API 密钥如何保存？',
  'keys.offer.key-store': '加密，由系统密钥库解开',
  'keys.offer.key-file': '加密，由只有您能读取的密钥文件解开',
  'keys.offer.passphrase': '加密，由口令解开',
  'keys.hint.key-store': '登录桌面期间可用',
  'keys.hint.key-file': '通过 SSH 或由自动启动的服务使用也行',
  'keys.hint.passphrase': '每次启动代理时询问',

  'rekey.description': '重新封存所有已保存的密钥：换用新的数据密钥，也可以换一种方式保护它',
  'rekey.key-store': '由系统密钥库保护',
  'rekey.passphrase': '由口令保护（变量 QCC_NEW_PASSPHRASE，或现场询问）',
  'rekey.key-file': '由只有您能读取的密钥文件保护',
  'rekey.question': '重新封存 {count} 个已保存的密钥，今后由{what}解开？',
  'rekey.what.key-store': '系统密钥库',
  'rekey.what.key-file': '密钥文件 {file} ',
  'rekey.what.passphrase': '口令',
  'rekey.done': '{count} 个密钥已重新封存并读回核对；现在由{what}解开。',
  'rekey.shut': '有 {count} 个密钥之前就打不开，保持原样。',
  'rekey.restart': '正在运行的代理继续使用它已知的密钥；今后保存的密钥需要口令：请执行“qcc proxy restart”。',
  'rekey.service': '今后凡是不在终端里启动代理的，都必须设置 QCC_PASSPHRASE；没有它代理不会启动。',
  'rekey.needs-passphrase': '需要新口令，而这里无法询问任何人。请设置变量 QCC_NEW_PASSPHRASE。',
  'rekey.held':
    '这个主目录的另一个“qcc config rekey”或“qcc init”正在进行。没有更改任何内容；请等它完成后再执行一次。',
  'rekey.busy': '同一时刻有密钥在保存，连续 {tries} 次。什么都没有改动；请再执行一次。',
}
