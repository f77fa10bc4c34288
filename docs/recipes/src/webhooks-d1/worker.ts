import { createManagementClient } from '@propelauth-edge/management'
import { createWebhooks } from '@propelauth-edge/webhooks'
import { reconcile, type Stores, sync } from './sync.js'
import { orgs, users } from './tables.js'

interface Env {
  readonly DB: D1Database
  readonly PROPELAUTH_AUTH_URL: string
  readonly PROPELAUTH_API_KEY: string
  readonly PROPELAUTH_API_URL?: string
  readonly PROPELAUTH_WEBHOOK_SECRET: string
}

const storesOf = ({ DB: db, PROPELAUTH_AUTH_URL, PROPELAUTH_API_KEY, PROPELAUTH_API_URL }: Env): Stores => {
  const options = { authUrl: PROPELAUTH_AUTH_URL, apiKey: PROPELAUTH_API_KEY, baseUrl: PROPELAUTH_API_URL }
  return { db, management: createManagementClient(options) }
}

const createEndpoint = ({ PROPELAUTH_WEBHOOK_SECRET: secret }: Env) =>
  createWebhooks({
    secret,
    onError: (error, { id, eventType }) => console.error(`${eventType} ${id}`, error),
  }).handler({
    // They change no column.
    'user.login': () => {},
    'user.logged_out': () => {},
    // Every other event is a hint: what it names is fetched.
    '*': async ({ userId, orgId }, env: Env) => {
      const stores = storesOf(env)
      if (typeof userId === 'string') await sync(users, userId, stores)
      if (typeof orgId === 'string') await sync(orgs, orgId, stores)
    },
  })

let endpoint: ReturnType<typeof createEndpoint> | undefined

export default {
  fetch(request, env) {
    endpoint ??= createEndpoint(env)
    return endpoint(request, env)
  },
  async scheduled(_controller, env) {
    const stores = storesOf(env)
    await reconcile(users, stores)
    await reconcile(orgs, stores)
  },
} satisfies ExportedHandler<Env>
