import { describe, expect, test } from 'vitest'
import { app } from '../src/org-selection.ts'
import { issuer } from './issuer.ts'

const acme = { orgId: 'acme', orgName: 'Acme', permissions: ['can_view_billing'] }
const globex = { orgId: 'globex', orgName: 'Globex' }

async function get(url: string, headers: Record<string, string>) {
  const response = await app.request(url, { headers })
  return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() }
}

/** How each route names an org, and nothing. */
const routes = [
  { by: 'parameter', url: '/orgs/acme/billing', foreign: '/orgs/globex/billing' },
  { by: 'header', url: '/billing', named: { 'x-org-id': 'acme' }, foreignNamed: { 'x-org-id': 'globex' } },
  { by: 'subdomain', url: 'http://acme.app.example.com/dashboard', foreign: 'http://globex.app.example.com/dashboard' },
  { by: 'function', url: '/documents/doc-1', foreign: '/documents/doc-2' },
]

describe.each(routes)('by $by', ({ url, named = {}, foreign = url, foreignNamed = {} }) => {
  test('nobody is asked for an org before there is a user', async () => {
    expect(await get(url, named)).toMatchObject({ status: 401, challenge: 'Bearer realm="propelauth"' })
    const expired = await issuer.headers({ orgs: [acme], expiresInSeconds: -60 })
    expect(await get(url, { ...named, ...expired })).toMatchObject({ status: 401, body: { code: 'token_expired' } })
  })

  test('a member is admitted to that org', async () => {
    const headers = { ...named, ...(await issuer.headers({ orgs: [globex, acme] })) }
    expect(await get(url, headers)).toMatchObject({ status: 200, body: { org: 'Acme' } })
  })

  test('an org that is foreign, or found nowhere, is a 403', async () => {
    const forbidden = { status: 403, body: { code: 'not_org_member' } }
    const token = await issuer.headers({ orgs: [acme] })
    expect(await get(foreign, { ...foreignNamed, ...token })).toMatchObject(forbidden)
  })
})

test('where the request names no org, the active one is not taken', async () => {
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
