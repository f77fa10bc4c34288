import { cors } from '@elysiajs/cors'
import { Elysia } from 'elysia'
import { propelAuth, type Requirement } from './auth.ts'

/** `user: true` and `org: { … }` guard a route. Elysia answers refusals with their `toResponse()`. */
export const auth = new Elysia({ name: 'propelauth' }).macro({
  user: {
    resolve: async ({ request }) => ({ user: await propelAuth.validateRequest(request) }),
  },
  org: (requirement: Requirement) => ({
    async resolve({ request, params }) {
      const user = await propelAuth.validateRequest(request)
      const { orgId }: { orgId?: string } = params
      return { user, org: propelAuth.requireOrgMember(user, orgId, requirement) }
    },
  }),
})

export const app = new Elysia()
  .use(cors())
  .use(auth)
  .get('/api/me', ({ user }) => ({ userId: user.userId }), { user: true })
  .get('/api/orgs/:orgId/billing', ({ org }) => ({ org: org.orgName }), { org: { permission: 'can_view_billing' } })
