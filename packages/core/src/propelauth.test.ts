import { describe, expect, test } from 'vitest'
import { createPropelAuth } from './propelauth.js'
import { conformanceCases, conformanceRoutes, createTestIssuer, matchConformanceRoute } from './testing.js'

const issuer = await createTestIssuer()
const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, fetch: issuer.fetch })

const answer = (user: { userId: string } | null, orgId?: string) =>
  Response.json({ userId: user?.userId ?? null, ...(orgId !== undefined && { orgId }) })

function toHandler(path: keyof typeof conformanceRoutes, orgId: string | undefined) {
  const { guard, options } = conformanceRoutes[path]
  switch (guard) {
    case 'requireUser':
      return propelAuth.withUser((_request, { user }) => answer(user), options)
    case 'optionalUser':
      return propelAuth.withOptionalUser((_request, { user }) => answer(user), options)
    case 'requireOrgMember':
      return propelAuth.withOrgMember({ ...options, orgId: () => orgId }, (_request, { user, org }) =>
        answer(user, org.orgId),
      )
  }
}

async function respond(request: Request): Promise<Response> {
  const route = matchConformanceRoute(new URL(request.url).pathname)
  return route ? toHandler(route.path, route.orgId)(request) : new Response(null, { status: 404 })
}

describe('conformance', async () => {
  for (const { title, path, method = 'GET', headers, expected } of await conformanceCases(issuer)) {
    test(title, async () => {
      const response = await respond(new Request(`https://api.example.com${path}`, { method, headers }))
      expect(response.status).toBe(expected.status)
      expect(response.headers.get('www-authenticate')).toBe(expected.challenge)
      expect(await response.json()).toMatchObject(expected.body ?? { code: expected.code, status: expected.status })
    })
  }
})
