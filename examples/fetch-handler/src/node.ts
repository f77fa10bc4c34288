import { serve } from '@hono/node-server'
import handler from './handler.ts'

serve({ fetch: handler.fetch, port: Number(process.env.PORT ?? 8787) }, ({ port }) =>
  console.log(`Listening on http://localhost:${port}`),
)
