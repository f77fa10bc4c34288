import { SignJWT } from 'jose'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
beforeEach(() => emulator.reset())

const { acme } = PERSONA_ORGS
const { owner, member } = PERSONAS
const visitor = browser(emulator)
const minted = async (options: object = {}) => (await emulator.mintToken({ user: 'owner', ...options })).accessToken
const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const changed = (token: string, part: 0 | 1, value: (old: object) => object): string =>
  token
    .split('.')
    .map((text, index) =>
      index === part ? base64(value(JSON.parse(Buffer.from(text, 'base64url').toString()))) : text,
    )
    .join('.')

interface Verified {
  readonly valid: boolean
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]
  readonly bytes: number
  readonly large: boolean
}

async function verify(token: string): Promise<Verified> {
  const init = { method: 'POST', body: JSON.stringify({ token }) }
  return (await emulator.fetch(`${emulator.authUrl}/_emulator/token/verify`, init)).json() as Promise<Verified>
}

const wrong = ({ checks }: Verified): string[] => checks.flatMap(({ name, ok }) => (ok ? [] : [name]))

describe('a token is verified', () => {
  test('one of the project is valid, also with Bearer and line breaks', async () => {
    const token = await minted({ org: 'acme' })
    for (const text of [token, `Bearer ${token}`, ` bearer  ${token.replace('.', '.\r\n ')}\n`]) {
      const answer = await verify(text)
      expect([answer.valid, wrong(answer)]).toEqual([true, []])
      expect([answer.bytes, answer.large]).toEqual([token.length, false])
      expect(answer).toMatchObject({ header: { alg: 'RS256' }, claims: { user_id: owner.userId } })
    }
  })

  test.each<[string, () => string | Promise<string>, string[], string]>([
    ['expired', () => minted({ expiresIn: -120 }), ['expiry'], 'It expired 2 minutes ago'],
    ['not valid yet', () => minted({ claims: { nbf: 9e9 } }), ['start'], 'nbf is in the future'],
    ['from the future', () => minted({ claims: { iat: 9e9 } }), ['start'], 'iat is in the future'],
    ['of another issuer', () => minted({ claims: { iss: 'https://x.test' } }), ['issuer'], 'iss is "https://x.test"'],
    ['without an issuer', () => minted({ claims: { iss: null } }), ['issuer'], 'iss is missing'],
    ['without an expiry', () => minted({ claims: { exp: null } }), ['expiry'], 'exp is missing'],
    [
      'with other claims',
      async () => changed(await minted(), 1, (old) => ({ ...old, a: 1 })),
      ['signature'],
      'changed',
    ],
    ['without a signature', async () => `${(await minted()).replace(/[^.]+$/, '')}`, ['signature'], 'not made by'],
    ['alg none', async () => changed(await minted(), 0, () => ({ alg: 'none' })), ['algorithm', 'signature'], '"none"'],
    [
      'of another key',
      async () => changed(await minted(), 0, (old) => ({ ...old, kid: 'other' })),
      ['key', 'signature'],
      'kid is "other"',
    ],
    ['of an unknown user', () => minted({ claims: { user_id: 'x' } }), ['user'], 'there is no such user'],
    ['of two parts', () => 'a.b', ['form'], 'this has 2'],
    ['encrypted', () => 'a.b.c.d.e', ['form'], 'five parts'],
    ['no JSON', () => 'a.b.c', ['form'], 'The first part is not a JSON object'],
    ['a list', async () => changed(await minted(), 1, () => [1]), ['form'], 'The second part is not a JSON object'],
    ['an API key', () => 'ab12'.repeat(24), ['form'], 'an API key or a refresh token'],
    ['empty', () => ' ', ['form'], 'There is no token.'],
  ])('%s: the reason is given', async (_, tokenOf, names, detail) => {
    const answer = await verify(await tokenOf())
    expect([answer.valid, wrong(answer)]).toEqual([names[0] === 'user', names])
    expect(answer.checks.map((check) => check.detail).join(' ')).toContain(detail)
  })

  test('HS256 with the public key as its secret is refused', async () => {
    const secret = new TextEncoder().encode(emulator.verifierKey)
    const token = await new SignJWT({ iss: emulator.issuer, user_id: owner.userId })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(secret)
    expect(wrong(await verify(token))).toEqual(['algorithm', 'signature'])
  })

  test('the clock of the emulator counts', async () => {
    const token = await minted()
    emulator.advanceClock(31 * 60)
    expect(wrong(await verify(token))).toEqual(['expiry'])
  })

  test('it says what has changed since it was issued', async () => {
    const token = await minted({ user: 'member', org: 'acme' })
    const ids = { user_id: member.userId, org_id: acme.orgId }
    await backend(emulator, 'POST', 'org/change_role', { ...ids, role: 'Admin' })
    expect(await verify(token)).toMatchObject({ valid: true })
    expect((await verify(token)).checks.at(-1)?.detail).toBe('The role in Acme is Admin now.')
    await backend(emulator, 'POST', 'org/remove_user', ids)
    expect((await verify(token)).checks.at(-1)?.detail).toBe('The user is not a member of Acme any more.')
    await backend(emulator, 'POST', `user/${member.userId}/disable`)
    expect(wrong(await verify(token))).toEqual(['user', 'organization'])
    await backend(emulator, 'DELETE', `org/${acme.orgId}`)
    expect((await verify(token)).checks.at(-1)?.detail).toContain('There is no organization')
  })

  test('above 4096 bytes it is large', async () => {
    const answer = await verify(await minted({ claims: { properties: { text: 'x'.repeat(4000) } } }))
    expect([answer.valid, answer.large]).toEqual([true, true])
  })

  test.each(['{}', '{"token": 1}', '[]', 'x'])('the call refuses %s', async (body) => {
    const init = { method: 'POST', body }
    expect((await emulator.fetch(`${emulator.authUrl}/_emulator/token/verify`, init)).status).toBe(400)
  })
})

describe('the page about tokens', () => {
  const submit = (form: Record<string, string>) => visitor.submit('/_emulator/tokens', form)
  const tokenOf = (body: string): string => /<pre class="copy">(ey[\w-]+\.[\w-]+\.[\w-]+)</.exec(body)?.[1] ?? ''

  test('mints with claims, a login method and an impersonator, and remembers the form', async () => {
    const init = { method: 'POST', body: '{"email": "boss@x.test"}' }
    await emulator.fetch(`${emulator.authUrl}/_emulator/employees`, init)
    const form = { user: owner.userId, org: acme.orgId, minutes: '5', login_method: 'saml_sso' }
    const further = { impersonator: 'boss@x.test', claims: '{"email": null, "extra": 1}' }
    const { status, body } = await submit({ action: 'mint', ...form, ...further })
    expect(status).toBe(200)
    const { claims } = (await verify(tokenOf(body))) as unknown as { claims: Record<string, unknown> }
    expect(claims).toMatchObject({ extra: 1, login_method: { login_method: 'saml_sso' } })
    expect(claims).not.toHaveProperty('email')
    expect(claims).toHaveProperty('impersonator_user_id')
    for (const kept of [`value="${owner.userId}" selected`, `value="${acme.orgId}" selected`, 'value="boss@x.test"'])
      expect(body).toContain(kept)
    expect(body).toContain('{&quot;email&quot;: null, &quot;extra&quot;: 1}</textarea>')
  })

  test.each([
    [{ claims: '[]' }, 'Must be a JSON object.'],
    [{ claims: '{' }, 'Must be JSON.'],
    [{ minutes: '' }, 'The minutes must be a number.'],
    [{ impersonator: 'none@x.test' }, 'No employee has the id'],
    [{ user: '' }, 'user must be a non-empty string'],
  ])('refuses %j', async (form, reason) => {
    const { status, body } = await submit({ action: 'mint', user: owner.userId, minutes: '5', ...form })
    expect([status, body.includes(reason), tokenOf(body)]).toEqual([400, true, ''])
  })

  test('an address fills the form in', async () => {
    const { body } = await visitor.get(`/_emulator/tokens?user=${owner.userId}&minutes=7`)
    expect(body).toContain(`value="${owner.userId}" selected`)
    expect(body).toContain('value="7"')
    expect((await visitor.get('/_emulator/tokens')).body).toContain('value="30"')
  })

  test('verifies a token that is pasted', async () => {
    const token = await minted({ expiresIn: -3600 * 50 })
    const { status, body } = await submit({ action: 'inspect', token })
    expect(status).toBe(200)
    expect(body).toContain('Not valid:')
    expect(body).toContain('It expired 2 days ago')
    expect(body).toContain(`>\n${token}</textarea>`)
    expect((await submit({ action: 'inspect', token: await minted() })).body).toContain('Valid:')
  })

  test('warns of a token above 4 KB', async () => {
    const claims = JSON.stringify({ properties: { text: 'x'.repeat(4000) } })
    const { body } = await submit({ action: 'mint', user: owner.userId, minutes: '5', claims })
    expect(body).toContain('A cookie holds at most 4096')
    expect((await submit({ action: 'inspect', token: tokenOf(body) })).body).toContain('A cookie holds at most 4096')
  })

  test('with more than 100 users and organizations the fields take an id, address or key', async () => {
    for (let index = 0; index < 100; index++) {
      await backend(emulator, 'POST', 'user/', { email: `many${index}@x.test` })
      await backend(emulator, 'POST', 'org/', { name: `Many ${index}` })
    }
    const { body } = await submit({ action: 'mint', user: 'multiOrg', org: 'globex', minutes: '5' })
    expect(body).toContain('User (of 105: id, email or key)')
    expect(body).toContain('value="multiOrg"')
    expect(tokenOf(body)).not.toBe('')
  })
})
