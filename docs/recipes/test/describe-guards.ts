// Rules for every recipe that mounts guards. Each recipe serves two routes: `/api/me` answers `{ userId }`, and
// `/api/orgs/:orgId/billing` answers `{ org }` to members with the permission.
import { badTokens } from '@propelauth-edge/core/testing'
import { describe, expect, test } from 'vitest'
import { issuer } from './issuer.ts'
import type { Ask } from './serve.ts'

const userId = '3c2f4d0e-8a55-4c8f-9d6b-0c4c2f0f7a11'
const billing = { orgId: 'acme', orgName: 'Acme', permissions: ['can_view_billing'] }

/** One token for each kind of fault: expired, another key, no algorithm, wrong form. */
const titles = ['expired', 'signed by another key of the same id', 'alg none with a signature', 'two parts']
const wrongTokens = (await badTokens(issuer)).filter(({ title }) => titles.includes(title))

async function read(response: Response) {
  const body = await response.json()
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body }
}

interface Options {
  /** What `Access-Control-Allow-Origin` is, where the recipe has CORS: any origin, or the one that asks. */
  readonly cors?: '*' | 'the origin'
}

export function describeGuards(ask: Ask, { cors }: Options = {}) {
  const get = async (path: string, headers: Record<string, string> = {}) => read(await ask(path, { headers }))

  describe('the guards', () => {
    test('a request without a token is a 401 with a challenge', async () => {
      const bare = { status: 401, challenge: 'Bearer realm="propelauth"', body: { code: 'missing_token' } }
      expect(await get('/api/me')).toMatchObject(bare)
      expect(await get('/api/orgs/acme/billing')).toMatchObject(bare)
    })

    test.for(wrongTokens)('a token is refused: $title', async ({ token, code }) => {
      const challenge = 'Bearer realm="propelauth", error="invalid_token"'
      for (const path of ['/api/me', '/api/orgs/acme/billing'])
        expect(await get(path, { authorization: `Bearer ${token}` })).toMatchObject({
          status: 401,
          challenge,
          body: { code },
        })
    })

    test('identity headers of a client are ignored', async () => {
      const headers = { 'x-propelauth-user-id': userId, 'x-user': userId, 'x-middleware-subrequest': '1' }
      expect(await get('/api/me', headers)).toMatchObject({ status: 401 })
    })

    test('a valid token gives its user', async () => {
      const headers = await issuer.headers({ user: { userId } })
      expect(await get('/api/me', headers)).toMatchObject({ status: 200, body: { userId } })
    })

    test('a member needs the org and the permission', async () => {
      const path = '/api/orgs/acme/billing'
      const forbidden = { status: 403, challenge: 'Bearer realm="propelauth", error="insufficient_scope"' }
      const withOrg = (org: object) => issuer.headers({ user: { userId }, orgs: [{ ...billing, ...org }] })
      expect(await get(path, await withOrg({}))).toMatchObject({ status: 200, body: { org: 'Acme' } })
      const member = await get(path, await withOrg({ permissions: [] }))
      expect(member).toMatchObject({ ...forbidden, body: { code: 'insufficient_permission' } })
      const stranger = await get(path, await withOrg({ orgId: 'globex' }))
      expect(stranger).toMatchObject({ ...forbidden, body: { code: 'not_org_member' } })
    })

    if (cors)
      test('pages of other origins may read a refusal', async () => {
        const origin = 'https://app.example.com'
        const response = await ask('/api/me', { headers: { origin } })
        expect(response.status).toBe(401)
        expect(response.headers.get('access-control-allow-origin')).toBe(cors === '*' ? '*' : origin)
        const preflight = await ask('/api/me', {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'GET',
            'access-control-request-headers': 'authorization',
          },
        })
        expect(preflight.ok).toBe(true)
        expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization|\*/i)
      })
  })
}
