import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { expectTypeOf, test } from 'vitest'
import { createPropelAuth, type OrgMemberInfo, type User } from './index.js'
import { documented, registerSecurity, secured } from './openapi.js'

const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com', roles: ['Owner', 'Admin'] })
type Role = 'Owner' | 'Admin'

test('variables are typed behind a documented guard as behind the guard', () => {
  new Hono().get('/', documented(propelAuth.requireUser()), (c) => {
    expectTypeOf(c.var.user).toEqualTypeOf<User<Role>>()
    return c.body(null)
  })
  new Hono().get('/', documented(propelAuth.requireUser({ accept: ['apiKey'] })), (c) => {
    expectTypeOf(c.var.user).toEqualTypeOf<User<Role> | undefined>()
    return c.body(null)
  })
})

test('variables and answers are typed in the handler of a secured route', () => {
  const app = new OpenAPIHono()
  registerSecurity(app)
  const schema = z.object({ org: z.string() })
  const route = createRoute({
    method: 'get',
    path: '/orgs/{orgId}',
    ...secured(propelAuth.requireOrgMember(), {
      200: { description: 'The org', content: { 'application/json': { schema } } },
    }),
  })
  app.openapi(route, (c) => {
    expectTypeOf(c.var.org).toEqualTypeOf<OrgMemberInfo<Role>>()
    expectTypeOf(c.var.user).toEqualTypeOf<User<Role>>()
    return c.json({ org: c.var.org.orgId }, 200)
  })
  // @ts-expect-error: not what the route says it answers
  app.openapi(route, (c) => c.json({ organization: c.var.org.orgId }, 200))
})
