// An application may bundle this package twice: its adapter and the application itself resolve different versions.
import { describe, expect, test } from 'vitest'
import { bundleSource } from '../test/bundle.js'
import { issuer } from '../test/issuer.js'
import * as core from './index.js'

async function importCopy(minify: boolean): Promise<typeof core> {
  const code = await bundleSource(`export * from './index.js'`, { format: 'esm', minify })
  return import(`data:text/javascript,${encodeURIComponent(code)}`)
}

const copies = { plain: await importCopy(false), minified: await importCopy(true) }
const token = await issuer.token({ user: { userId: 'u1' }, orgs: [{ orgId: 'acme', role: 'Admin' }] })
const options = { authUrl: issuer.authUrl, jwks: issuer.jwks }
const propelAuth = core.createPropelAuth(options)

const post = (origin: string) => ({
  method: 'POST',
  url: 'https://app.example.com/',
  headers: new Headers({ cookie: `t=${token}`, origin }),
})

for (const [title, other] of Object.entries(copies))
  describe(`with another copy, ${title}`, () => {
    test('it is another copy', () => {
      expect(other.AuthError).not.toBe(core.AuthError)
      expect(other.User).not.toBe(core.User)
    })

    test('a refusal of its token sources counts with its code', async () => {
      const refused = await propelAuth.authenticateRequest(post('https://evil.example'), {
        tokenFrom: other.fromCookie('t'),
      })
      expect(refused).toMatchObject({ ok: false, code: 'cross_site_request' })
      expect(refused.ok || refused.response().status).toBe(403)
      const twice = { headers: new Headers({ cookie: 't=a; t=b' }), method: 'GET' }
      const invalid = await propelAuth.authenticateRequest(twice, { tokenFrom: other.fromCookie('t') })
      expect(invalid).toMatchObject({ ok: false, code: 'invalid_request' })
      const accepted = await propelAuth.authenticateRequest(post('https://app.example.com'), {
        tokenFrom: [other.fromHeader(), other.fromCookie('t')],
      })
      expect(accepted).toMatchObject({ ok: true, user: { userId: 'u1' } })
    })

    test('a refusal of its refuse() counts with its code, status and detail', async () => {
      const tokenFrom = () => other.refuse('impersonation_denied', 'no tickets')
      const refused = await propelAuth.authenticateRequest({ headers: new Headers() }, { tokenFrom })
      expect(refused).toMatchObject({ ok: false, code: 'impersonation_denied', error: { detail: 'no tickets' } })
      expect(refused.ok || refused.response().status).toBe(403)
    })

    test('its errors are known, and have their response', async () => {
      const thrown = await other
        .createPropelAuth(options)
        .validateToken('x')
        .catch((error) => error)
      expect(core.isAuthError(thrown)).toBe(true)
      expect(core.errorResponse(thrown).status).toBe(401)
    })

    test('its users are decided on, and read from JSON', async () => {
      const user = await other.createPropelAuth(options).validateToken(token)
      expect(core.requireOrgMember(user, 'acme', { minimumRole: 'Admin' }).orgId).toBe('acme')
      expect(core.User.fromJSON(JSON.parse(JSON.stringify(user))).isRole('acme', 'Admin')).toBe(true)
      expect(core.User.fromJSON(user).userId).toBe('u1')
    })
  })

test('a refusal with a code that only a newer copy knows is refused as invalid_request', async () => {
  for (const code of ['quota_exceeded', 'toString', '__proto__', 7]) {
    const tokenFrom = () => ({ refused: true, code, detail: 'of a newer version' }) as never
    const refused = await propelAuth.authenticateRequest({ headers: new Headers() }, { tokenFrom })
    expect(refused).toMatchObject({ ok: false, code: 'invalid_request' })
    expect(refused.ok || refused.response().status).toBe(401)
  }
})

test('a refusal of an older copy, which had a class for it, is refused as invalid_request', async () => {
  class Refusal {
    readonly code = 'cross_site_request'
  }
  const refused = await propelAuth.authenticateRequest(
    { headers: new Headers() },
    { tokenFrom: () => new Refusal() as never },
  )
  expect(refused).toMatchObject({ ok: false, code: 'invalid_request' })
})
