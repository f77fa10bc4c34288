import { inflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Browser, backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { postSaml, type SamlAnswer, samlAnswer } from '../../../test/sso-login.js'
import { oneOfEachShape } from '../../../test/xss-strings.js'
import { generateSigningKey, type Seed } from '../../index.js'
import { certificatePem } from '../../store/certificate.js'
import { readSigningKey } from '../../store/signing-key.js'
import { derivedUuid } from '../../values/ids.js'
import { signXml } from '../../xml/signature.js'

const seed: Seed = {
  settings: { include_login_method: true },
  users: [
    { key: 'member', email: 'member@acme.test' },
    { key: 'guest', email: 'guest@other.test' },
    { key: 'colleague', email: 'colleague@acme.test' },
    { key: 'locked', email: 'locked@acme.test', locked: true },
  ],
  orgs: [
    {
      key: 'acme',
      name: 'Acme',
      domain: 'acme.test',
      members: { member: 'Admin', locked: 'Member' },
      sso: { type: 'fake_saml' },
    },
    { key: 'globex', name: 'Globex', sso: { type: 'fake_saml', live: false } },
    { key: 'plain', name: 'Plain' },
  ],
}
const acme = derivedUuid('org', 'acme')
const globex = derivedUuid('org', 'globex')
const start = `/saml/${acme}/login`

let now = 0
let emulator = testEmulator()
let visitor: Browser = browser(emulator)
beforeEach(() => {
  now = Date.parse('2026-05-01T00:00:00Z')
  emulator = testEmulator({ seed, now: () => now })
  visitor = browser(emulator)
})
afterEach(() => emulator.close())

async function claimsOf(): Promise<Record<string, unknown>> {
  const { body } = await visitor.get('/api/v1/refresh_token')
  return JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString('utf8'))
}

const isSignedIn = () => visitor.cookies.has('refresh_token')

describe('a login by SAML', () => {
  test('signs a member in and returns to the app', async () => {
    const answer = await samlAnswer(visitor, `${start}?${rt('http://localhost:3000/welcome')}`, {
      email: 'member@acme.test',
    })
    const { status, headers } = await postSaml(visitor, answer)
    expect([status, headers.get('Location')]).toEqual([303, 'http://localhost:3000/welcome'])
    expect(await claimsOf()).toMatchObject({
      email: 'member@acme.test',
      login_method: { login_method: 'saml_sso', provider: 'Generic', org_id: acme },
    })
  })

  test('creates a user of the domain, who joins with the lowest role', async () => {
    const user = { email: 'new@acme.test', first_name: 'Neo', last_name: 'Newman' }
    await postSaml(visitor, await samlAnswer(visitor, start, user))
    const claims = await claimsOf()
    expect(claims).toMatchObject({ email: user.email, first_name: 'Neo', last_name: 'Newman' })
    expect(claims.org_id_to_org_member_info).toMatchObject({ [acme]: { user_role: 'Member' } })
    const { body } = await backend(emulator, 'GET', 'user/email?email=new@acme.test')
    expect(body).toMatchObject({ email_confirmed: true, has_password: false })
  })

  test.each([
    ['guest@other.test', 'TrustForDomain', false],
    ['stranger@other.test', 'TrustForDomain', false],
    ['colleague@acme.test', 'TrustForDomain', true],
    ['guest@other.test', 'AlwaysTrust', true],
    ['stranger@other.test', 'AlwaysTrust', true],
    ['colleague@acme.test', 'NeverTrust', false],
    ['new@acme.test', 'NeverTrust', false],
    ['member@acme.test', 'NeverTrust', true],
  ] as const)('of %s with %s: %s', async (email, level, allowed) => {
    emulator.changeSettings({ sso_trust_level: level })
    const { status } = await postSaml(visitor, await samlAnswer(visitor, start, { email }))
    expect([status, isSignedIn()]).toEqual(allowed ? [303, true] : [403, false])
  })

  test('of a locked user, and into a full organization, is refused', async () => {
    const locked = await postSaml(visitor, await samlAnswer(visitor, start, { email: 'locked@acme.test' }))
    expect([locked.status, isSignedIn()]).toEqual([403, false])
    await backend(emulator, 'PUT', `org/${acme}`, { max_users: 2 })
    const full = await postSaml(visitor, await samlAnswer(visitor, start, { email: 'new@acme.test' }))
    expect([full.status, full.body]).toEqual([403, expect.stringContaining('The organization is full.')])
    expect((await backend(emulator, 'GET', 'user/email?email=new@acme.test')).status).toBe(404)
  })

  test('accepts the answer from a provider of another origin', async () => {
    const answer = await samlAnswer(visitor, start, { email: 'member@acme.test' })
    expect((await postSaml(visitor, answer, 'https://idp.test')).status).toBe(303)
  })

  test('needs a connection that is live', async () => {
    expect((await visitor.get(`/saml/${globex}/login`)).status).toBe(403)
    expect((await visitor.get(`/saml/${derivedUuid('org', 'plain')}/login`)).status).toBe(404)
    expect((await visitor.get('/saml/unknown/login')).status).toBe(404)
    await backend(emulator, 'POST', `saml_idp_metadata/go_live/${globex}`)
    expect((await visitor.get(`/saml/${globex}/login`)).status).toBe(302)
  })

  test('is offered on the login page', async () => {
    const { body } = await visitor.get('/login')
    expect(body).toContain(`<a href="${start}">Single sign-on of Acme</a>`)
    expect(body).not.toContain('Single sign-on of Globex')
  })
})

describe('an answer is refused', () => {
  const refuse = async (change: (answer: SamlAnswer) => SamlAnswer, message: RegExp) => {
    const answer = await samlAnswer(visitor, start, { email: 'guest@acme.test' })
    const { status, body } = await postSaml(visitor, change(answer))
    expect([status, isSignedIn()]).toEqual([400, false])
    expect(body).toMatch(message)
  }
  const withXml = (change: (xml: string) => string) => (answer: SamlAnswer) => ({ ...answer, xml: change(answer.xml) })

  test('when it is used again', async () => {
    const answer = await samlAnswer(visitor, start, { email: 'member@acme.test' })
    await postSaml(visitor, answer)
    expect((await postSaml(browser(emulator), answer)).status).toBe(400)
  })

  test('when the login was not started here, or too long ago', async () => {
    await refuse((answer) => ({ ...answer, relayState: 'made up' }), /has expired, or it was used/)
    await refuse((answer) => {
      now += 600_000
      return answer
    }, /has expired, or it was used/)
  })

  test('of another organization', async () => {
    await backend(emulator, 'POST', `saml_idp_metadata/go_live/${globex}`)
    await refuse((answer) => ({ ...answer, acs: `/saml/${globex}/acs` }), /has expired, or it was used/)
  })

  test('of another login', async () => {
    const other = await samlAnswer(visitor, start, { email: 'member@acme.test' })
    await refuse((answer) => ({ ...answer, xml: other.xml }), /another request/)
  })

  test.each([
    ['another address', 'guest@acme.test', 'member@acme.test', /digest is wrong/],
    ['another audience', '/metadata</saml:Audience>', '/other</saml:Audience>', /digest is wrong/],
    ['no signature', /<ds:Signature.*<\/ds:Signature>/, '', /Signature is missing/],
    ['another status', 'status:Success', 'status:Responder', /answered/],
    ['another destination', /Destination="[^"]*"/, 'Destination="https://other.test/"', /another address/],
    ['two assertions', /(<saml:Assertion.*<\/saml:Assertion>)/, '$1$1', /more than once/],
    ['a comment in the address', 'guest@acme.test', 'member@acme.test<!---->.other', /element was expected/],
    ['no XML', /^.*$/s, 'none', /element was expected/],
  ])('with %s', (_, from, to, message) =>
    refuse(
      withXml((xml) => xml.replace(from, to)),
      message,
    ),
  )

  test('with the signature of another key', async () => {
    const otherKey = readSigningKey(generateSigningKey())
    await refuse(
      withXml((xml) => {
        const unsigned = xml.replace(/<ds:Signature.*<\/ds:Signature>/, '')
        return unsigned.replace(/<saml:Assertion.*<\/saml:Assertion>/, (assertion) =>
          signXml(assertion, otherKey.privateKey, '</saml:Issuer>'),
        )
      }),
      /signature is wrong/,
    )
  })

  test('when a signed assertion is hidden beside a false one', async () => {
    const evil = (xml: string): string => {
      const assertion = /<saml:Assertion.*<\/saml:Assertion>/.exec(xml)?.[0] ?? ''
      const signature = /<ds:Signature.*<\/ds:Signature>/.exec(assertion)?.[0] ?? ''
      const plain = assertion.replace(signature, '')
      const falseOne = plain
        .replace(/ID="[^"]*"/, 'ID="_evil"')
        .replaceAll('guest@acme.test', 'member@acme.test')
        .replace(
          '</saml:Issuer>',
          `</saml:Issuer>${signature.replace('</ds:Signature>', `<ds:Object>${plain}</ds:Object></ds:Signature>`)}`,
        )
      return xml.replace(assertion, falseOne)
    }
    await refuse(withXml(evil), /another element/)
  })

  test.each([
    [6 * 60 + 1, /expired/],
    [-61, /not valid yet/],
  ])('when its time is not now: %i seconds later', async (seconds, message) => {
    const answer = await samlAnswer(visitor, start, { email: 'member@acme.test' })
    now += seconds * 1000
    const { status, body } = await postSaml(visitor, answer)
    expect([status, isSignedIn()]).toEqual([400, false])
    expect(body).toMatch(message)
  })

  test('of the fake provider, by a connection to another one', async () => {
    const answer = await samlAnswer(visitor, start, { email: 'member@acme.test' })
    await backend(emulator, 'POST', 'saml_idp_metadata', {
      org_id: acme,
      idp_entity_id: `${emulator.authUrl}/_emulator/idp/saml`,
      idp_sso_url: 'https://idp.test/sso',
      idp_certificate: certificatePem(readSigningKey(generateSigningKey()), 'other'),
      provider: 'Okta',
    })
    const { status, body } = await postSaml(visitor, answer)
    expect([status, body]).toEqual([400, expect.stringContaining('The signature is wrong')])
  })
})

describe('a provider of its own', () => {
  const key = readSigningKey(generateSigningKey())
  const issuer = 'https://idp.test/entity'

  /** The answer of another provider, which signs the whole answer and uses its own attribute names. */
  async function otherAnswer(email: string, change = (xml: string): string => xml): Promise<SamlAnswer> {
    const { headers } = await visitor.get(start)
    const location = new URL(headers.get('Location') ?? '')
    expect(location.origin + location.pathname).toBe('https://idp.test/sso')
    const request = inflateRawSync(Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
    const id = / ID="([^"]+)"/.exec(request)?.[1]
    const acs = `${emulator.authUrl}/saml/${acme}/acs`
    const until = new Date(now + 60_000).toISOString()
    const claims = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims'
    const xml = `<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol" ID="r" InResponseTo="${id}" Version="2.0">
<Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${issuer}</Issuer>
<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status>
<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion" ID="a" Version="2.0"><Issuer>${issuer}</Issuer>
<Subject><NameID>00u1</NameID><SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<SubjectConfirmationData InResponseTo="${id}" Recipient="${acs}" NotOnOrAfter="${until}"/></SubjectConfirmation></Subject>
<Conditions NotOnOrAfter="${until}"><AudienceRestriction><Audience>${emulator.authUrl}/saml/${acme}/metadata</Audience>
</AudienceRestriction></Conditions>
<AttributeStatement><Attribute Name="${claims}/emailaddress"><AttributeValue>${email}</AttributeValue></Attribute>
</AttributeStatement></Assertion></p:Response>`
    const relayState = location.searchParams.get('RelayState') ?? ''
    return { acs, xml: signXml(change(xml), key.privateKey, '</Issuer>'), relayState }
  }

  beforeEach(() =>
    backend(emulator, 'POST', 'saml_idp_metadata', {
      org_id: acme,
      idp_entity_id: issuer,
      idp_sso_url: 'https://idp.test/sso?tenant=1',
      idp_certificate: certificatePem(key, 'idp.test'),
      provider: 'Okta',
    }),
  )

  test.each([
    ['another audience', /<Audience>[^<]*/, '<Audience>https://other.test', /another service \(Audience\)/],
    ['no audience', /<AudienceRestriction>.*<\/AudienceRestriction>/s, '', /another service \(Audience\)/],
    ['another recipient', /Recipient="[^"]*"/, 'Recipient="https://other.test/"', /another address \(Recipient\)/],
    [
      'another request in the confirmation',
      /(SubjectConfirmationData) InResponseTo="[^"]*"/,
      '$1 InResponseTo="_1"',
      /another request \(InResponseTo\)/,
    ],
    ['another request in the answer', /(ID="r") InResponseTo="[^"]*"/, '$1 InResponseTo="_1"', /another request/],
    ['another issuer of the answer', /(<Issuer xmlns[^>]*>)[^<]*/, '$1https://other.test', /another identity provider/],
    ['another issuer of the assertion', '<Issuer>https://idp.test/entity', '<Issuer>x', /provider \(Issuer\)/],
    ['no bearer', 'cm:bearer', 'cm:holder-of-key', /no bearer confirmation/],
    ['no expiry', /(<Conditions) NotOnOrAfter="[^"]*"/, '$1', /NotOnOrAfter is missing/],
    [
      'no expiry of the confirmation',
      / NotOnOrAfter="[^"]*"(\/><\/SubjectConfirmation>)/,
      '$1',
      /NotOnOrAfter is missing/,
    ],
    ['a time in the past', /(<Conditions NotOnOrAfter=")[^"]*/, '$12020-01-01T00:00:00Z', /has expired/],
    ['no address', /<AttributeValue>[^<]*/, '<AttributeValue>', /no email address/],
    [
      'an encrypted assertion',
      /<Assertion.*<\/Assertion>/s,
      '<EncryptedAssertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"/>',
      /not supported/,
    ],
  ])('is refused with %s, though its signature is right', async (_, from, to, message) => {
    const answer = await otherAnswer('member@acme.test', (xml) => xml.replace(from, to))
    const { status, body } = await postSaml(visitor, answer)
    expect([status, isSignedIn()]).toEqual([400, false])
    expect(body).toMatch(message)
  })

  test('logs in with its certificate', async () => {
    const { status } = await postSaml(visitor, await otherAnswer('member@acme.test'), 'https://idp.test')
    expect(status).toBe(303)
    expect(await claimsOf()).toMatchObject({
      login_method: { login_method: 'saml_sso', provider: 'Okta', org_id: acme },
    })
  })
})

describe('the fake provider', () => {
  test('answers to organizations of this emulator only', async () => {
    const { headers } = await visitor.get(start)
    const location = headers.get('Location') ?? ''
    await backend(emulator, 'DELETE', `org/${acme}`)
    expect((await visitor.get(location)).status).toBe(400)
    expect((await visitor.get('/_emulator/idp/saml?SAMLRequest=none')).status).toBe(400)
    expect((await visitor.get('/_emulator/idp/saml')).status).toBe(400)
  })

  test('needs an address', async () => {
    const { headers } = await visitor.get(start)
    const { status, body } = await visitor.submit(headers.get('Location') ?? '', { email: 'no address' })
    expect([status, body]).toEqual([400, expect.stringContaining('Please enter an email address.')])
  })

  test('escapes what it signs and shows', async () => {
    for (const text of oneOfEachShape()) {
      const user = { email: 'member@acme.test', first_name: text }
      const answer = await samlAnswer(visitor, start, user)
      expect((await postSaml(visitor, answer)).status, text).toBe(303)
    }
  })

  test('needs the control key where other machines can connect', async () => {
    await using exposed = testEmulator({ seed, protectControl: true, now: () => now })
    const { headers } = await browser(exposed).get(start)
    expect((await browser(exposed).get(headers.get('Location') ?? '')).status).toBe(401)
  })

  test('lets the form lead to the app of the login', async () => {
    const { headers } = await visitor.get(`${start}?${rt('http://localhost:3000/')}`)
    const page = await visitor.get(headers.get('Location') ?? '')
    expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self' http://localhost:3000")
  })
})

describe('the page of a set-up link', () => {
  const linkOf = async (orgId: string, seconds?: number): Promise<string> => {
    const body = seconds === undefined ? {} : { expires_in_seconds: seconds }
    const { body: link } = await backend(emulator, 'POST', `org/${orgId}/create_saml_connection_link`, body)
    return String(link.url)
  }
  const plain = derivedUuid('org', 'plain')
  const action = (link: string, name: string): string => link.replace('/saml/setup', `/saml/setup/${name}`)
  const orgOf = async (orgId: string) => (await backend(emulator, 'GET', `org/${orgId}`)).body

  test('connects the fake provider, tests it, and goes live', async () => {
    const link = await linkOf(plain)
    expect((await visitor.get(link)).body).toContain(`${emulator.authUrl}/saml/${plain}/acs`)
    expect((await visitor.submit(action(link, 'fake_saml'), {})).status).toBe(303)
    const { body: page } = await visitor.get(link)
    const test = /href="(\/saml\/[^"]+)"/.exec(page)?.[1] ?? ''
    const tested = await postSaml(visitor, await samlAnswer(visitor, test, { email: 'new@plain.test' }))
    expect([tested.status, tested.body]).toEqual([200, expect.stringContaining('new@plain.test')])
    expect(isSignedIn()).toBe(false)
    expect((await backend(emulator, 'GET', 'user/email?email=new@plain.test')).status).toBe(404)
    expect(await orgOf(plain)).toMatchObject({ is_saml_configured: true, is_saml_in_test_mode: true })
    await visitor.submit(action(link, 'go_live'), {})
    expect(await orgOf(plain)).toMatchObject({ is_saml_configured: true, is_saml_in_test_mode: false })
    const signedIn = await postSaml(
      visitor,
      await samlAnswer(visitor, `/saml/${plain}/login`, { email: 'new@plain.test' }),
    )
    expect(signedIn.status).toBe(303)
  })

  test('takes the settings of a provider, and names wrong ones', async () => {
    const link = await linkOf(plain)
    const form = {
      idp_entity_id: 'https://idp.test',
      idp_sso_url: 'https://idp.test/sso',
      idp_certificate: 'none',
      provider: 'Duo',
    }
    const wrong = await visitor.submit(action(link, 'saml'), form)
    expect([wrong.status, wrong.body]).toEqual([400, expect.stringContaining('Must be an X.509 certificate')])
    expect(wrong.body).toContain('value="https://idp.test/sso"')
    const idp_certificate = certificatePem(readSigningKey(generateSigningKey()), 'idp')
    expect((await visitor.submit(action(link, 'saml'), { ...form, idp_certificate })).status).toBe(303)
    expect(await orgOf(plain)).toMatchObject({ is_saml_configured: true })
  })

  test('is for one organization, until the link expires', async () => {
    const link = await linkOf(plain, 60)
    const token = new URL(link).searchParams.get('t')
    expect((await visitor.get(`/saml/${globex}/login?t=${token}`)).status).toBe(403)
    expect((await visitor.submit(action(link, 'fake_saml'), {}, 'https://evil.example')).status).toBe(403)
    now += 60_000
    expect((await visitor.get(link)).status).toBe(400)
    expect((await visitor.submit(action(link, 'fake_saml'), {})).status).toBe(400)
    expect(await orgOf(plain)).toMatchObject({ is_saml_configured: false })
  })
})

test('the metadata of the service have its addresses', async () => {
  const { headers, body } = await visitor.get(`/saml/${acme}/metadata`)
  expect(headers.get('Content-Type')).toBe('application/samlmetadata+xml')
  const { body: wire } = await backend(emulator, 'GET', `saml_sp_metadata/${acme}`)
  expect(body).toContain(`entityID="${wire.entity_id}"`)
  expect(body).toContain(`Location="${wire.acs_url}"`)
  expect((await visitor.get(`/saml/${derivedUuid('org', 'none')}/metadata`)).status).toBe(404)
})
