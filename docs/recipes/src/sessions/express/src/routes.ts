import { env } from 'node:process'
import express from 'express'
import { NodeRequest, sendNodeResponse } from 'srvx/node'
import { requireUser, sessions, withSession } from './session.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '')
const toPage = (body: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title>${body}</html>`

const app = express()
app.all('/api/auth/*path', async (req, res, next) => {
  const answer = await sessions.handler(new NodeRequest({ req, res }))
  return answer ? sendNodeResponse(res, answer) : next()
})
app.use(withSession)

app.get('/', (_req, res) => {
  const { user } = res.locals
  const email = escapeHtml(user?.email ?? 'visitor')
  res.send(toPage(`<p data-testid="user">${email}</p><a href="/account">Account</a>`))
})

const account = express.Router().use(requireUser)
app.use('/account', account)

account.get('/', (_req, res) => {
  const { user } = res.locals
  const org = escapeHtml(user?.getActiveOrg()?.orgName ?? 'none')
  res.send(
    toPage(`<p data-testid="user">${escapeHtml(user?.email ?? '')}</p><p data-testid="org">${org}</p>
<form method="post" action="/api/auth/logout"><button>Log out</button></form>`),
  )
})

app.post('/api/note', requireUser, (_req, res) => {
  res.json({ by: res.locals.user?.email })
})

app.get('/moved', (_req, res) => res.redirect('/account'))

app.get('/broken', () => {
  throw new Error('This page is broken')
})

app.listen(Number(env.PORT ?? 3000), env.HOST ?? 'localhost')
