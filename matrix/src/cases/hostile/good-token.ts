import type { TestIssuer } from '@propelauth-edge/core/testing'
import { admitted, type Expected, foreign, type Headers, type HostileCase, pairs, refused } from './case.ts'

export async function withGoodToken(issuer: TestIssuer, userId: string): Promise<HostileCase[]> {
  const orgs = [{ orgId: 'acme', role: 'Admin' }]
  const admin = await issuer.headers({ user: { userId }, orgs })
  const member = await issuer.headers({ user: { userId }, orgs: [{ orgId: 'acme', role: 'Member' }] })
  const impersonated = await issuer.headers({ user: { userId, impersonatorUserId: 'employee' }, orgs })
  const ask = (title: string, path: string, headers: Headers, expected: Expected, method = 'GET'): HostileCase => ({
    title,
    method,
    path,
    headers: pairs(headers),
    expected,
  })
  const foreignOrg = refused(403, 'not_org_member')
  const denied = refused(403, 'impersonation_denied')
  return [
    ask('a user', '/api/me', admin, admitted),
    ask('a user who posts', '/api/me', admin, admitted, 'POST'),
    ask(
      'a user of a page elsewhere',
      '/cors/me',
      { ...admin, origin: foreign },
      { ...admitted, headers: { 'access-control-allow-origin': '*' } },
    ),
    ask('an admin, past two guards', '/api/org/acme', admin, admitted),
    ask('a member, past the first guard alone', '/api/org/acme', member, refused(403, 'insufficient_role')),
    ask('an admin of another org, past the first guard alone', '/api/org/globex', admin, foreignOrg),
    ask(
      'an org named in headers',
      '/api/org/globex',
      { ...admin, 'x-org-id': 'acme', 'x-propelauth-org-id': 'acme' },
      foreignOrg,
    ),
    ask('an org named in the query', '/api/org/globex?orgId=acme&org_id=acme', admin, foreignOrg),
    ...['/two', '/two-reversed'].flatMap((path) => [
      ask(`${path}: both guards agree`, `${path}/acme`, admin, admitted),
      ask(`${path}: one guard denies impersonation`, `${path}/acme`, impersonated, denied),
      ask(`${path}: one guard knows no such member`, `${path}/globex`, admin, foreignOrg),
    ]),
    ask(
      'x-middleware-subrequest does not skip the second guard',
      '/two/globex',
      { ...admin, 'x-middleware-subrequest': 'middleware' },
      foreignOrg,
    ),
  ]
}
