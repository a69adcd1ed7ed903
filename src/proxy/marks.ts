import type { Job } from './job.ts'

/** Header lines that tell the client which request this was, who answered it (null: nobody) and after how many attempts. */
export function marks(job: Job, endpoint: string | null, attempts: number): readonly string[] {
  const who = endpoint === null ? [] : ['x-qcc-endpoint', endpoint]
  return ['x-qcc-request-id', job.id, ...who, 'x-qcc-attempts', String(attempts)]
}
