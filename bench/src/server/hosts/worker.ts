import type { Hono } from 'hono'
import type { NamedLibrary } from '../../subjects/library.ts'
import { createApp } from '../app.ts'

interface Env {
  readonly JOB: string
}

/** The Worker of a job; the app is made at the first request, which comes before the measurement. */
export function createWorker(libraries: readonly NamedLibrary[]) {
  let app: Hono | undefined
  return {
    async fetch(request: Request, { JOB }: Env): Promise<Response> {
      if (!app) {
        app = await createApp(JSON.parse(JOB), libraries)
        return new Response(null, { status: 204 })
      }
      return app.fetch(request)
    },
  }
}
