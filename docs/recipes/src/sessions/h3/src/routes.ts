import { env } from 'node:process'
import { H3, html, redirect, serve } from 'h3'
import { sessions, withSession } from './session.ts'

const app = new H3()
  .use(withSession)
  .get('/', ({ context }) => {
    const { user } = context.session
    return html`<!doctype html><p data-testid="user">${user?.email ?? 'visitor'}</p><a href="/account">Account</a>`
  })
  .get('/account', async ({ req }) => {
    const { user } = await sessions.requireSession(req)
    return html`<!doctype html><p data-testid="user">${user.email}</p>
      <p data-testid="org">${user.getActiveOrg()?.orgName ?? 'none'}</p>
      <form method="post" action="/api/auth/logout"><button>Log out</button></form>`
  })
  .post('/api/note', async ({ req }) => {
    const { user } = await sessions.requireSession(req)
    return { by: user.email }
  })
  .get('/moved', () => redirect('/account'))
  .get('/broken', () => {
    throw new Error('This page is broken')
  })

serve(app, { port: Number(env.PORT ?? 3000), hostname: env.HOST ?? 'localhost' })
