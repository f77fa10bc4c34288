import { describe, expectTypeOf, test } from 'vitest'
import {
  createWebhooks,
  type SeenStore,
  type WebhookError,
  type WebhookErrorCode,
  type WebhookEvent,
  type WebhookEventOf,
  type WebhookEventType,
} from './index.js'
import { kvSeenStore } from './kv.js'

const webhooks = createWebhooks({ secret: 'whsec_x' })

interface Env {
  readonly DB: string
}

interface Context {
  waitUntil(work: Promise<unknown>): void
}

describe('an event', () => {
  const event = {} as WebhookEvent

  test('has the envelope, whatever its type', () => {
    expectTypeOf(event.id).toEqualTypeOf<string>()
    expectTypeOf(event.timestamp).toEqualTypeOf<number>()
    expectTypeOf(event.raw).toEqualTypeOf<string>()
    expectTypeOf(event.eventType).toExtend<string>()
  })

  test('is narrowed by its type', () => {
    if (event.eventType === 'user.created') {
      expectTypeOf(event).toEqualTypeOf<WebhookEventOf<'user.created'>>()
      expectTypeOf(event.userId).toEqualTypeOf<string>()
      expectTypeOf(event.firstName).toEqualTypeOf<string | null | undefined>()
    }
    if (event.eventType === 'user.removed_from_org') {
      expectTypeOf(event.removedUserId).toEqualTypeOf<string>()
      expectTypeOf(event.orgId).toEqualTypeOf<string>()
    }
    if (event.eventType === 'email.org_invite') expectTypeOf(event.actionUrl).toEqualTypeOf<string>()
  })

  test('is narrowed by a switch, with all other types in its default', () => {
    switch (event.eventType) {
      case 'org.created':
      case 'org.updated':
        expectTypeOf(event.orgId).toEqualTypeOf<string>()
        break
      case 'user.login':
        expectTypeOf(event.activeOrgId).toEqualTypeOf<string | null | undefined>()
        break
      default:
        expectTypeOf(event.eventType).toExtend<string>()
    }
  })

  test('may have fields that are not listed, as unknown', () => {
    expectTypeOf(event.someNewField).toEqualTypeOf<unknown>()
    if (event.eventType === 'org.deleted') expectTypeOf(event.someNewField).toEqualTypeOf<unknown>()
  })

  test('of any type fits a text and a table by type', () => {
    const counts: Record<string, number> = {}
    counts[event.eventType] = 1
    expectTypeOf<'user.created'>().toExtend<WebhookEventType>()
  })
})

describe('handlers', () => {
  test('get the event of their type', () => {
    webhooks.handler({
      'user.created': (event) => expectTypeOf(event).toEqualTypeOf<WebhookEventOf<'user.created'>>(),
      'org.updated': ({ orgId }) => expectTypeOf(orgId).toEqualTypeOf<string>(),
      '*': (event) => expectTypeOf(event).toEqualTypeOf<WebhookEvent>(),
    })
  })

  test('of other types get any event', () => {
    webhooks.handler({ 'org.brand_new': (event) => expectTypeOf(event.id).toEqualTypeOf<string>() })
  })

  test('without a word about the platform take every platform', () => {
    const endpoint = webhooks.handler({ 'user.created': async ({ userId }) => userId })
    expectTypeOf(endpoint).toBeCallableWith({} as Request)
    expectTypeOf(endpoint).toBeCallableWith({} as Request, {} as Env, {} as Context)
    expectTypeOf(endpoint).returns.toEqualTypeOf<Promise<Response>>()
  })

  test('that ask for an environment make it an argument of the endpoint', () => {
    const endpoint = webhooks.handler({
      'user.created': (_event, env: Env) => env.DB,
      'user.deleted': () => {},
      'org.brand_new': (_event, env) => env,
    })
    expectTypeOf(endpoint).toBeCallableWith({} as Request, {} as Env)
    expectTypeOf(endpoint).toBeCallableWith({} as Request, {} as Env, {} as Context)
    // @ts-expect-error the environment is missing
    endpoint({} as Request)
  })

  test('that ask for a context make it one, too', () => {
    const endpoint = webhooks.handler({
      '*': (_event, env: Env, context: Context) => context.waitUntil(Promise.resolve(env.DB)),
    })
    expectTypeOf(endpoint).parameters.toExtend<[Request, Env, Context, ...unknown[]]>()
    // @ts-expect-error the context is missing
    endpoint({} as Request, {} as Env)
  })

  test('must be functions of one event', () => {
    // @ts-expect-error not a function
    webhooks.handler({ 'user.created': 'handle' })
    // @ts-expect-error the event of another type
    webhooks.handler({ 'user.created': (event: WebhookEventOf<'org.deleted'>) => event.orgId })
    // @ts-expect-error a field of another event
    webhooks.handler({ 'user.deleted': ({ email }: WebhookEventOf<'user.deleted'>): string => email })
  })
})

describe('options', () => {
  test('need a secret, which may be missing in the environment', () => {
    createWebhooks({ secret: undefined as string | undefined })
    createWebhooks({ secret: ['a', 'b'] as const })
    // @ts-expect-error no secret
    createWebhooks({})
    // @ts-expect-error an unknown option
    createWebhooks({ secret: 'x', tolerance: 300 })
  })

  test('take stores with and without promises', () => {
    const store: SeenStore = { has: () => true, add: () => {} }
    createWebhooks({ secret: 'x', seen: store, now: () => 0, onError: (_error, event) => event.id })
    createWebhooks({ secret: 'x', seen: { has: async () => true, add: async () => {} } })
    expectTypeOf(kvSeenStore).returns.toEqualTypeOf<SeenStore>()
  })
})

test('a refusal has a closed list of codes', () => {
  const error = {} as WebhookError
  expectTypeOf(error.status).toEqualTypeOf<400 | 413>()
  expectTypeOf(error.code).toEqualTypeOf<WebhookErrorCode>()
  expectTypeOf(error.toResponse()).toEqualTypeOf<Response>()
})
