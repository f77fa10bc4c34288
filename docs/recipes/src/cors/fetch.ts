import { propelAuth } from '../auth.ts'
import { withCors } from './with-cors.ts'

/** For `Deno.serve`, `Bun.serve`, Vercel, Netlify, and Node through `@hono/node-server`. */
export const fetch = withCors(
  propelAuth.withUser((_request, { user }) => Response.json({ userId: user.userId })),
  { origins: () => (process.env.APP_ORIGINS ?? 'https://app.example.com').split(',') },
)
