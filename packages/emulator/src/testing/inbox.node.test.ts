import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { backend, testEmulator } from '../../test/fixture.js'
import { type Emulator, type Mail, PERSONA_ORGS } from '../index.js'
import { createInbox } from './inbox.js'

const confirm = (emulator: Emulator, email: string) =>
  backend(emulator, 'POST', 'user/', { email, send_email_to_confirm_email_address: true })

const invite = (emulator: Emulator, email: string, { orgId } = PERSONA_ORGS.acme as { readonly orgId: string }) =>
  backend(emulator, 'POST', 'invite_user', { org_id: orgId, role: 'Member', email })

const error = (promise: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> =>
  promise.then(
    () => expect.unreachable(),
    (reason) => reason,
  )

test('a message that is there is returned at once, whatever the case of the address', async () => {
  await using emulator = testEmulator()
  await confirm(emulator, 'new@x.test')
  const mail = await createInbox(emulator).waitForEmail({ to: 'NEW@x.test', timeoutMs: 0 })
  expect(mail).toMatchObject({
    kind: 'confirm_email',
    to: 'new@x.test',
    link: expect.stringContaining('/confirm_email?'),
  })
})

test('a message that comes later is waited for', async () => {
  await using emulator = testEmulator()
  const waiting = createInbox(emulator).waitForEmail({ to: 'late@x.test' })
  await sleep(60)
  await invite(emulator, 'late@x.test')
  expect((await waiting).kind).toBe('invite')
})

test('a second call waits for the next message, oldest first', async () => {
  await using emulator = testEmulator()
  const inbox = createInbox(emulator)
  await invite(emulator, 'guest@x.test')
  await invite(emulator, 'guest@x.test', PERSONA_ORGS.globex)
  const query = { to: 'guest@x.test', timeoutMs: 0 }
  expect((await inbox.waitForEmail(query)).subject).toBe('You have been invited to Acme')
  expect((await inbox.waitForEmail(query)).subject).toBe('You have been invited to Globex')
  expect((await error(inbox.waitForEmail(query))).message).toContain('Globex (returned before)')
  expect(inbox.messages('guest@x.test')).toHaveLength(2)
})

test('after a reset, a new message is not taken for an old one', async () => {
  await using emulator = testEmulator()
  const inbox = createInbox(emulator)
  for (const _ of [1, 2]) {
    emulator.reset()
    await invite(emulator, 'guest@x.test')
    await inbox.waitForEmail({ to: 'guest@x.test', timeoutMs: 0 })
  }
})

test.each([
  [{ subject: 'Globex' }, 'You have been invited to Globex'],
  [{ subject: /to acme$/gi }, 'You have been invited to Acme'],
  [{ kind: 'confirm_email' }, 'Confirm your email address'],
  [{ where: ({ link }: Mail) => link.includes('confirm_email') }, 'Confirm your email address'],
])('%o selects one of three messages', async (query, subject) => {
  await using emulator = testEmulator()
  await invite(emulator, 'a@x.test')
  await invite(emulator, 'a@x.test', PERSONA_ORGS.globex)
  await confirm(emulator, 'a@x.test')
  const inbox = createInbox(emulator)
  expect((await inbox.waitForEmail({ to: 'a@x.test', timeoutMs: 0, ...query })).subject).toBe(subject)
})

test('the time-out says what was expected and what did arrive', async () => {
  await using emulator = testEmulator()
  const inbox = createInbox(emulator)
  const query = { to: 'a@x.test', subject: 'Reset', kind: 'reset', timeoutMs: 30 }
  expect(await error(inbox.waitForEmail(query))).toMatchObject({
    name: 'EmulatorTestError',
    code: 'email_timeout',
    message:
      'No message to a@x.test of the kind reset with the subject "Reset" arrived within 30 ms. No messages arrived.',
  })
  await confirm(emulator, 'a@x.test')
  await invite(emulator, 'b@x.test')
  expect((await error(inbox.waitForEmail({ to: 'a@x.test', subject: /^You/, timeoutMs: 0 }))).message).toBe(
    `No message to a@x.test with the subject /^You/ arrived within 0 ms. These messages arrived:
- confirm_email to a@x.test: Confirm your email address
- invite to b@x.test: You have been invited to Acme`,
  )
  expect((await error(inbox.waitForEmail({ to: 'a@x.test', where: () => false, timeoutMs: 0 }))).message).toContain(
    'No message to a@x.test that meets the condition `where` arrived within 0 ms.',
  )
})

test('it waits while the timers of the test are faked', async () => {
  await using emulator = testEmulator()
  vi.useFakeTimers()
  try {
    expect((await error(createInbox(emulator).waitForEmail({ to: 'a@x.test', timeoutMs: 50 }))).code).toBe(
      'email_timeout',
    )
  } finally {
    vi.useRealTimers()
  }
})
