import { describe, expect, test } from 'vitest'
import { app } from '../src/org-selection.ts'
import { issuer } from './issuer.ts'

const acme = { orgId: 'acme', orgName: 'Acme', permissions: ['can_view_billing'] }
const globex = { orgId: 'globex', orgName: 'Globex' }

async function get(url: string, headers: Record<string, string>) {
  const response = await app.request(url, { headers })
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() }
}

/** How a request to each route names the org acme, and how it names another one. */
const routes = [
  { by: 'parameter', url: '/orgs/acme/billing', foreign: '/orgs/globex/billing' },
  { by: 'header', url: '/billing', named: { 'x-org-id': 'acme' }, foreignNamed: { 'x-org-id': 'globex' } },
  { by: 'subdomain', url: 'http://acme.app.example.com/dashboard', foreign: 'http://globex.app.example.com/dashboard' },
  { by: 'function', url: '/documents/doc-1', foreign: '/documents/doc-2' },
]

describe.each(routes)('by $by', ({ url, named = {}, foreign = url, foreignNamed = {} }) => {
  test('a request without a user is a 401, before the org is selected', async () => {
    expect(await get(url, named)).toMatchObject({ status: 401, challenge: 'Bearer realm="propelauth"' })
    const expired = await issuer.headers({ orgs: [acme], expiresInSeconds: -60 })
    expect(await get(url, { ...named, ...expired })).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })

  test('a member of the org is accepted', async () => {
    const headers = { ...named, ...(await issuer.headers({ orgs: [globex, acme] })) }
    expect(await get(url, headers)).toMatchObject({ status: 200, body: { org: 'Acme' } })
  })

  test('another org and a missing org are a 403', async () => {
    const forbidden = { status: 403, body: { code: 'not_org_member' } }
    const token = await issuer.headers({ orgs: [acme] })
    expect(await get(foreign, { ...foreignNamed, ...token })).toMatchObject(forbidden)
  })
})

test('the active org is no fallback for a request that names no org', async () => {
  const headers = await issuer.headers({ activeOrg: acme })
  expect((await get('/billing', headers)).status).toBe(403)
  expect((await get('/billing', { ...headers, 'x-org-id': '' })).status).toBe(403)
  for (const host of [
    'app.example.com',
    'evil.example.com',
    'acme.app.example.com.evil.example',
    'a.acme.app.example.com',
  ])
    expect((await get(`http://${host}/dashboard`, headers)).status).toBe(403)
  expect(await get('/active', headers)).toMatchObject({ status: 200, body: { org: 'Acme' } })
  expect((await get('/active', await issuer.headers({ orgs: [acme] }))).status).toBe(403)
})
