// What `console.error` shows of an exception in `app.onError`.
import { inspect } from 'node:util'
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { expect, test } from 'vitest'
import { createTestApp } from '../../../packages/session/test/app.js'
import { cookiesOf } from '../../../packages/session/test/cookie-jar.js'
import { createSessions } from './session.js'

test('an exception in a log shows none of the cookies that its response sets', async () => {
  const app = await createTestApp()
  await app.logIn()
  app.clock.advance(1_900)
  const sessions = createSessions({ for: () => app.propelAuth }, app.options)
  const logged: unknown[] = []
  const hono = new Hono().use(sessions.requireSession())
  hono.onError((error) => {
    logged.push(error)
    return error instanceof HTTPException ? error.getResponse() : new Response(null, { status: 500 })
  })
  const headers = { origin: 'https://evil.example' }
  const response = await hono.fetch(app.request('/', { method: 'POST', headers }))
  expect([response.status, logged.length]).toEqual([403, 1])
  const cookies = cookiesOf(response)
  expect(cookies.map(({ name }) => name)).toEqual(['__Host-pa_at', '__Host-pa_rt'])
  for (const shown of [inspect(logged, { depth: 9 }), JSON.stringify(logged)])
    for (const { value } of cookies) expect(shown).not.toContain(value)
})
