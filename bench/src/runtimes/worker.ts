import { type Job, runJob } from '../job.ts'
import type { TokenSet } from '../tokens/token-set.ts'

interface Env {
  /** The world outside: tokens, and a clock that goes on while a request runs. */
  readonly OUTSIDE: { fetch(url: string): Promise<Response> }
}

/** The Worker that runs a job. */
export default {
  async fetch(request: Request, { OUTSIDE }: Env): Promise<Response> {
    const ask = (path: string) => OUTSIDE.fetch(`https://outside.invalid/${path}`)
    const job = (await request.json()) as Job
    const tokens = (await (await ask('tokens')).json()) as TokenSet
    const wall = async () => Number(await (await ask('clock')).text())
    return Response.json(await runJob(job, tokens, { wall }))
  },
}
