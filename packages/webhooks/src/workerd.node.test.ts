// The published files in workerd, with KV as it is there.
import { fileURLToPath } from 'node:url'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { startWorkerd } from 'test-kit/workerd'
import { expect, test } from 'vitest'
import { headersOf, now, secret, sign, toMessage } from '../test/message.ts'

const worker = `
  import { createWebhooks } from './dist/index.js'
  import { kvSeenStore } from './dist/kv.js'
  export default {
    async fetch(request, env) {
      const handled = []
      // As in an isolate of its own for each request.
      const webhooks = createWebhooks({ secret: '${secret}', seen: kvSeenStore(env.WEBHOOKS), now: () => ${now} * 1_000 })
      const endpoint = webhooks.handler({ '*': ({ userId }, { WEBHOOKS }) => WEBHOOKS.put('user', userId + handled.push(1)) })
      const { status } = await endpoint(request, env)
      return Response.json({ status, handled: handled.length, user: await env.WEBHOOKS.get('user') })
    },
  }`

test('an isolate does not handle what another one has handled', async () => {
  const script = await bundleText(worker, fileURLToPath(new URL('..', import.meta.url)), forAnyRuntime)
  await using running = await startWorkerd(script, { kvNamespaces: ['WEBHOOKS'] })
  const message = toMessage({ id: '!'.repeat(256), body: { event_type: 'user.deleted', user_id: 'ada' } })
  const headers = headersOf(message, await sign(message))
  const send = async () =>
    (await fetch(running.url, { method: 'POST', headers, body: new Uint8Array(message.body) })).json()
  expect(await send()).toEqual({ status: 204, handled: 1, user: 'ada1' })
  expect(await send()).toEqual({ status: 204, handled: 0, user: 'ada1' })
})
