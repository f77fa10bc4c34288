import { createWebhooks } from '@propelauth-edge/webhooks'

const createEndpoint = ({ PROPELAUTH_WEBHOOK_SECRET: secret }: Env) =>
  createWebhooks({ secret }).handler({
    'user.deleted': ({ userId }) => console.log(`Delete what belongs to user ${userId}`),
    'org.deleted': ({ orgId }) => console.log(`Delete what belongs to org ${orgId}`),
    '*': ({ eventType, id }) => console.log(`${eventType} ${id}`),
  })

let endpoint: ReturnType<typeof createEndpoint> | undefined

/** Where PropelAuth tells the app what has changed. */
export function handleWebhook(request: Request, env: Env): Promise<Response> {
  endpoint ??= createEndpoint(env)
  return endpoint(request)
}
