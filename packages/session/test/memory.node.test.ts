import { heldBytes } from 'test-kit/held-bytes'
import { expect, test } from 'vitest'
import { createTestApp } from './app.js'
import { adaOfAcme } from './service.js'

test('5,000 made-up refresh tokens of 8 KB keep less than 16 MB', async () => {
  const app = await createTestApp()
  app.service.fault = ({ path }) => new Response('{}', { status: path.endsWith('metadata') ? 200 : 401 })
  const tail = 'x'.repeat(8_000)
  const held = await heldBytes(async () => {
    for (let count = 0; count < 5_000; count++) {
      const headers = { cookie: `__Host-pa_rt=x.1.${count}-${tail}` }
      await app.sessions.getSession({ headers: new Headers(headers) })
      app.service.calls.length = 0
      app.events.length = 0
    }
  })
  expect(held).toBeLessThan(16 * 1024 * 1024)
}, 120_000)

test('the access tokens of 300 sessions keep nothing of the cookies beside them', async () => {
  const app = await createTestApp()
  const others = 'x'.repeat(100_000)
  const held = await heldBytes(async () => {
    for (let count = 0; count < 300; count++) {
      const accessToken = await app.service.token({ ...adaOfAcme, user: { userId: `user-${count}` } })
      const headers = new Headers({ cookie: `__Host-pa_at=x.1.${accessToken}; others=${others}` })
      expect((await app.sessions.getSession({ headers })).status).toBe('active')
    }
  })
  expect(held).toBeLessThan(16 * 1024 * 1024)
}, 120_000)
