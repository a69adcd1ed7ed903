import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { AppError } from '../errors/app-error.ts'
import { confirmed } from './confirm.ts'
import type { Context } from './context.ts'

/** Writes a file that only its owner may read. One that is there is replaced, as a whole, once a person agrees. */
export async function writePrivate(
  context: Pick<Context, 'ask' | 'say' | 'yes'>,
  file: string,
  text: string,
): Promise<void> {
  const { say } = context
  try {
    if (await written(file, text)) return
    await confirmed(context, say('config.file-exists', { file }))
    await replaced(file, text)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('failed', say('config.cannot-write', { file, why: (error as Error).message }))
  }
}

/** Whether it was written: not when there is such a file. */
async function written(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function replaced(file: string, text: string): Promise<void> {
  const beside = `${file}.${randomUUID()}`
  try {
    await writeFile(beside, text, { flag: 'wx', mode: 0o600 })
    await rename(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
}
