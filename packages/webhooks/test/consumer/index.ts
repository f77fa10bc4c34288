// A consumer with no typings but those of its runtime.
import {
  createWebhooks,
  type SeenStore,
  WebhookError,
  type WebhookErrorCode,
  type WebhookEvent,
} from '@propelauth-edge/webhooks'
import { type KvLike, kvSeenStore } from '@propelauth-edge/webhooks/kv'

interface Env {
  readonly SECRET: string
  readonly users: Map<string, string>
}

const memory = new Map<string, number>()
const seen: SeenStore = {
  has: (id) => memory.has(id),
  add: (id, { ttlSeconds }) => memory.set(id, ttlSeconds),
}

export const webhooks = createWebhooks({
  secret: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_plJ3nmyCDGBKInavdOK15jsl'],
  seen,
  onError: (error, { id, eventType }) => void [error, id, eventType],
})

export const withKv = (kv: KvLike) => createWebhooks({ secret: 'x', seen: kvSeenStore(kv, { prefix: 'a:' }) })

export default {
  fetch: webhooks.handler({
    'user.created': (event, env: Env) => env.users.set(event.userId, event.email),
    'user.deleted': (event, env: Env) => env.users.delete(event.userId),
    'org.brand_new': ({ eventType }) => eventType,
    '*': (event) => event.eventType,
  }),
}

export async function read(request: Request): Promise<WebhookEvent | WebhookErrorCode> {
  try {
    return await webhooks.verifyRequest(request)
  } catch (error) {
    if (error instanceof WebhookError) return error.code
    throw error
  }
}
