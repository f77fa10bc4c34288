import type { NamedLibrary } from '../subjects/library.ts'
import type { TokenSet } from '../tokens/token-set.ts'
import { type Job, runJob } from './job.ts'

interface Env {
  /** The process outside: tokens, and a clock that goes on while a request runs. */
  readonly OUTSIDE: string
}

async function run(request: Request, { OUTSIDE }: Env, libraries: readonly NamedLibrary[]): Promise<Response> {
  const ask = (path: string) => fetch(`${OUTSIDE}/${path}`)
  const job = (await request.json()) as Job
  const tokens = (await (await ask('tokens')).json()) as TokenSet
  const wall = async () => Number(await (await ask('clock')).text())
  return Response.json(await runJob(job, tokens, { wall }, libraries))
}

/** The Worker that runs a job, with the builds of ours that the job compares. */
export const createWorker = (libraries: readonly NamedLibrary[]) => ({
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method !== 'POST') return new Response(null, { status: 204 })
    return run(request, env, libraries).catch((error) => new Response(String(error?.stack), { status: 500 }))
  },
})
