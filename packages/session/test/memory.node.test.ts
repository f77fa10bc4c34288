import { heldBytes } from 'test-kit/held-bytes'
import { expect, test } from 'vitest'
import { createTestApp } from './app.js'

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
