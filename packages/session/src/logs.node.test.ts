// What a log shows: `console.log` of Node, and a logger that writes JSON.
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { createTestApp } from '../test/app.js'
import { cookiesOf } from '../test/cookie-jar.js'
import { apiKey } from '../test/service.js'

const print = (value: unknown) => inspect(value, { depth: 9 })

/** A user whose access token has expired, and the refresh token of the cookies. */
async function createDueApp() {
  const app = await createTestApp()
  app.service.rotation = 'rotate'
  await app.logIn()
  app.clock.advance(1_900)
  return { app, refreshToken: app.jar.get('__Host-pa_rt')?.split('.')[2] ?? '' }
}

/** The values of the cookies that an answer sets. */
const valuesOf = (response: Response) => cookiesOf(response).map(({ value }) => value.split('.').slice(2).join('.'))

test('a session that is printed shows no refresh token, whether it was refreshed or not', async () => {
  const { app, refreshToken } = await createDueApp()
  const refreshed = await app.sessions.getSession(app.request('/'))
  const [, next = ''] = valuesOf(refreshed.apply(new Response()))
  expect(next).toMatch(/^rt-/)
  await app.getSession()
  for (const session of [refreshed, await app.getSession()])
    for (const secret of [refreshToken, next, apiKey]) expect(print(session)).not.toContain(secret)
})

test('an error in a log shows no token, although its response sets the new cookies', async () => {
  const { app, refreshToken } = await createDueApp()
  const request = app.request('/', { method: 'POST', headers: { origin: 'https://evil.example' } })
  const error = await app.sessions.requireSession(request).catch((thrown) => thrown)
  const values = valuesOf(error.toResponse())
  expect([error.status, values.length]).toEqual([403, 2])
  for (const shown of [print(error), JSON.stringify(error), error.stack])
    for (const secret of [...values, refreshToken, apiKey]) expect(shown).not.toContain(secret)
})

test('what createSessions returns shows neither the API key nor what it remembers', async () => {
  const { app, refreshToken } = await createDueApp()
  const values = valuesOf((await app.getSession()).apply(new Response()))
  for (const shown of [print(app.sessions), JSON.stringify(app.sessions)])
    for (const secret of [...values, refreshToken, apiKey]) expect(shown).not.toContain(secret)
})
