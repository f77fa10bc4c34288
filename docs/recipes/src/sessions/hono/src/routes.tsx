import { env } from 'node:process'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { jsxRenderer } from 'hono/jsx-renderer'
import { Account, Broken, Home, Layout } from './pages.js'
import { sessions } from './session.js'

const app = new Hono()
  .use(sessions.routes(), sessions.session())
  .use(jsxRenderer(Layout))
  .get('/', (c) => c.render(<Home user={c.var.user} />))
  .get('/account', sessions.requireSession(), (c) => c.render(<Account user={c.var.user} />))
  .post('/api/note', sessions.requireSession(), (c) => c.json({ by: c.var.user.email }))
  .get('/moved', (c) => c.redirect('/account'))
  .get('/broken', (c) => c.render(<Broken />))

serve({ fetch: app.fetch, port: Number(env.PORT ?? 3000), hostname: env.HOST ?? 'localhost' })
