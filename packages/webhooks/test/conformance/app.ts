import { now, oldSecret, secret } from '../message.ts'
import { vectors } from '../vectors.ts'

export const maxBodyBytes = 1_000

type App = (request: Request) => Promise<Response>

/** What is used of the package: its sources here, and its published files in the matrix. */
type CreateWebhooks = (options: { secret: readonly string[]; maxBodyBytes: number; now: () => number }) => {
  verifyRequest(request: Request): Promise<object>
  handler(functions: Readonly<Record<string, (event: { id: string }) => unknown>>): App
}

/**
 * What every runtime answers the cases with: `/verify` with the event, `/handle` as an endpoint, `/runs` with the number of
 * runs by id. The query `now` sets the clock.
 */
export function createConformanceApp(createWebhooks: CreateWebhooks): App {
  const secrets = [secret, oldSecret, ...vectors.map((vector) => vector.secret)]
  const create = (seconds: number) => createWebhooks({ secret: secrets, maxBodyBytes, now: () => seconds * 1_000 })
  const runs: Record<string, number> = {}
  const run = ({ id }: { id: string }) => {
    runs[id] = (runs[id] ?? 0) + 1
  }
  const endpoint = create(now).handler({
    'user.created': async (event) => {
      await new Promise((resolve) => setTimeout(resolve, 20))
      run(event)
    },
    'user.deleted': (event) => {
      run(event)
      throw new Error('The database is away')
    },
    'org.renamed': run,
  })

  return async (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/runs') return Response.json(runs)
    if (pathname === '/handle') return endpoint(request)
    const webhooks = create(Number(searchParams.get('now') ?? now))
    try {
      return Response.json(await webhooks.verifyRequest(request))
    } catch (error) {
      if (error instanceof Error && 'toResponse' in error) return (error as { toResponse(): Response }).toResponse()
      throw error
    }
  }
}
