import type { errorEn } from '../en/error.ts'

export const errorZh: Readonly<Record<keyof typeof errorEn, string>> = {
  'error.stale-version':
    '在此期间有人修改了配置（现在是版本 {newest}），因此没有做任何更改。请先查看“qcc config diff”，然后重试。',
  'error.store-newer':
    '数据库 {file} 由更新版本的 QCC 写入（其结构版本为 {found}，当前 QCC 只认识 {known}）。文件未被改动：请更新 QCC。',
  'error.store-corrupt':
    '数据库 {file} 已损坏：{why}。请用“qcc config export --damaged 文件”保存可读的内容，移走该数据库，再运行“qcc config import 文件”。',
  'error.queue-damaged':
    '队列 {file} 已损坏：{why}。代理启动时会将其移开并另建一个：请运行“qcc proxy restart”。',
  'error.store-unwritable': 'QCC 无法写入 {file}：{why}。请检查权限，或用 --home 换一个目录。',
  'error.store-full': '磁盘已满，{file} 没有任何更改。请腾出空间后重试。',
  'error.store-busy': '另一个进程占用数据库 {file} 过久，因此没有做任何更改。请重试。',
  'error.store-failed': '数据库 {file} 出错：{why}。',
}
