import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
const visitor = browser(emulator)
const asBrowser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }
const page = async (query = '') => (await visitor.get(`/_emulator/mail${query}`, asBrowser)).body

test('an empty page says which messages arrive here', async () => {
  expect(await page()).toContain('No messages yet. Invitations and confirmations')
})

describe('with messages', () => {
  beforeAll(async () => {
    const confirm = { email: 'new@x.test', send_email_to_confirm_email_address: true }
    await backend(emulator, 'POST', 'user/', confirm)
    const invite = { org_id: PERSONA_ORGS.globex.orgId, role: 'Member' }
    await backend(emulator, 'POST', 'invite_user', { ...invite, email: 'guest@x.test' })
    const change = { new_email: 'changed@x.test', require_email_confirmation: true }
    await backend(emulator, 'PUT', `user/${PERSONAS.owner.userId}/email`, change)
  })

  test('a browser gets a page, newest first, with links relative to its own host', async () => {
    const body = await page()
    const subjects = Array.from(body.matchAll(/<strong>([^<]+)<\/strong><\/p>/g), ([, subject]) => subject)
    expect(subjects).toEqual([
      'Confirm your email address',
      'You have been invited to Globex',
      'Confirm your email address',
    ])
    const [, link = ''] = /href="(\/confirm_email\?t=\w+)"/.exec(await page('?to=changed@x.test')) ?? []
    expect((await visitor.get(`http://127.0.0.1:4460${link}`)).status).toBe(303)
    expect(body).toMatch(/href="\/invitation\?invite_token=\w{64}"/)
  })

  test.each([
    ['?to=guest@x.test', 1],
    ['?to=GUEST@x.test', 1],
    ['?to=', 3],
    ['?to=none@x.test', 0],
  ])('%s shows %i messages, on the page and as JSON', async (query, count) => {
    expect((await page(query)).match(/Open the link/g)?.length ?? 0).toBe(count)
    expect((await visitor.get(`/_emulator/mail${query}`)).body.mail).toHaveLength(count)
  })

  test.each([undefined, '*/*', 'application/json', 'application/json, text/plain, */*'])(
    'a tool that accepts %s gets JSON',
    async (accept) => {
      const { headers, body } = await visitor.get('/_emulator/mail', accept === undefined ? {} : { Accept: accept })
      expect(headers.get('Content-Type')).toContain('application/json')
      expect(headers.get('Vary')).toContain('Accept')
      expect(body.mail).toEqual(emulator.mail())
    },
  )
})

test('a text message is on the page of all messages, and in the answer for tools', async () => {
  const seed = { users: [{ key: 'a', email: 'a@x.test', password: 'long enough', mfa_phones: ['+15550100'] }] }
  await using withPhone = testEmulator({ seed })
  const guest = browser(withPhone)
  expect((await guest.get('/_emulator/mail', asBrowser)).body).not.toContain('Text messages')
  await guest.submit('/login', { email: 'a@x.test', password: 'long enough' })
  const [message] = withPhone.sms()
  expect((await guest.get('/_emulator/mail', asBrowser)).body).toContain(message?.text)
  expect((await guest.get('/_emulator/sms?to=%2B15550100')).body).toEqual({ sms: [message] })
  expect((await guest.get('/_emulator/sms?to=%2B1')).body).toEqual({ sms: [] })
})

test('every page links to it', async () => {
  for (const path of ['/_emulator', '/login', '/signup', '/magic_link'])
    expect((await browser(emulator).get(path, asBrowser)).body, path).toContain('href="/_emulator/mail"')
})
