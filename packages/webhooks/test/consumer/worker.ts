// A Worker, with the typings of Workers.
import { createWebhooks } from '@propelauth-edge/webhooks'
import { kvSeenStore } from '@propelauth-edge/webhooks/kv'

interface Env {
  readonly SECRET: string
  readonly WEBHOOKS: KVNamespace
  readonly QUEUE: Queue<string>
}

const webhooks = createWebhooks({ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })

export const createFetch = ({ SECRET: secret, WEBHOOKS }: Env) =>
  createWebhooks({ secret, seen: kvSeenStore(WEBHOOKS) }).handler({ '*': () => {} })

export default {
  fetch: webhooks.handler({
    'user.created': (event, env: Env, ctx: ExecutionContext) => ctx.waitUntil(env.QUEUE.send(event.userId)),
    'org.deleted': (event, env: Env) => env.QUEUE.send(event.orgId),
    '*': () => {},
  }),
} satisfies ExportedHandler<Env>
