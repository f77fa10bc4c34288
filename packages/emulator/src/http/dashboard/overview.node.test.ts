import { decodeJwt } from 'jose'
import { afterAll, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
const { acme, globex } = PERSONA_ORGS
const { owner, member, noOrg, multiOrg } = PERSONAS
const visitor = browser(emulator)

test('it shows users, organizations and addresses, and only the start of the API key', async () => {
  const { body } = await visitor.get('/_emulator')
  for (const shown of [noOrg.email, globex.orgId, emulator.issuer]) expect(body).toContain(shown)
  expect(body).not.toContain(emulator.apiKey)
  expect(body).toContain('href="/_emulator/mail"')
})

test('it has a sign-in button for every user', async () => {
  const { body } = await visitor.get('/_emulator')
  expect(body).toContain(`aria-label="Sign in as ${noOrg.email}"`)
  expect(body).toContain(`<input type="hidden" name="user_id" value="${noOrg.userId}">`)
})

test('it shows the code of an authenticator app, for users who have one', async () => {
  const users = [
    { key: 'a', email: 'a@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    { key: 'b', email: 'b@x.test' },
  ]
  // RFC 6238, appendix B.
  await using timed = testEmulator({ seed: { users }, now: () => 1_111_111_109_000 })
  const { body } = await browser(timed).get('/_emulator')
  expect(body.match(/<small>code \d{6}<\/small>/g)).toEqual(['<small>code 081804</small>'])
  expect((await browser(timed).get('/_emulator/totp?user=a')).body).toEqual({ code: '081804' })
  const { status } = await browser(timed).get('/_emulator/totp?user=b')
  expect([status, (await browser(timed).get('/_emulator/totp')).status]).toEqual([400, 400])
})

describe('the form that mints a token', () => {
  const selected = (body: string, field: string): string | undefined =>
    new RegExp(`<select id="${field}"(?:(?!</select>)[\\s\\S])*?<option value="([^"]*)" selected>`).exec(body)?.[1]
  const minutesOf = (body: string): string | undefined => /name="minutes"[^>]*value="([^"]*)"/.exec(body)?.[1]

  test('mints a token for the selected user and organization', async () => {
    const { body } = await visitor.submit('/_emulator', { user: owner.userId, org: acme.orgId, minutes: '-5' })
    const token = /<pre class="copy">(ey[\w-]+\.[\w-]+\.[\w-]+)</.exec(body)?.[1] ?? ''
    expect(decodeJwt(token)).toMatchObject({ user_id: owner.userId, org_member_info: { org_name: 'Acme' } })
  })

  test.each([
    [multiOrg.userId, globex.orgId, '5', 200],
    [member.userId, acme.orgId, '-30', 200],
    [noOrg.userId, '', '0.5', 200],
    [noOrg.userId, acme.orgId, '30', 400],
    [owner.userId, acme.orgId, 'soon', 400],
    [owner.userId, '', '', 400],
    [owner.userId, acme.orgId, '1e999', 400],
  ])('keeps its selection: user %s, organization %j, minutes %j', async (user, org, minutes, expected) => {
    const { status, body } = await visitor.submit('/_emulator', { user, org, minutes })
    expect(status).toBe(expected)
    expect([selected(body, 'user'), selected(body, 'org'), minutesOf(body)]).toEqual([user, org, minutes])
    expect(body.includes('role="alert"')).toBe(expected === 400)
  })

  test('for a deleted user it shows an error and selects none', async () => {
    const { body: created } = await backend(emulator, 'POST', 'user/', { email: 'gone@x.test' })
    await backend(emulator, 'DELETE', `user/${created.user_id}`)
    const { status, body } = await visitor.submit('/_emulator', { user: created.user_id, org: '', minutes: '5' })
    expect([status, selected(body, 'user'), minutesOf(body)]).toEqual([400, undefined, '5'])
    expect(body).toContain('No user has the id, email address or key')
  })
})
