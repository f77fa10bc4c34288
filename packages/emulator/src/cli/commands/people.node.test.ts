import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Started, startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'
import { PERSONAS } from '../../index.js'

const cwd = temporaryFolder()
let started: Started
beforeAll(async () => {
  started = await startCli(['--port', '0', '--data', ':memory:'], { cwd })
})
afterAll(() => started.stop())

const run = (...args: string[]) => runMain([...args, '--url', started.ready.authUrl], { cwd })
beforeEach(async () => {
  await fetch(`${started.ready.authUrl}/_emulator/reset`, { method: 'POST' })
})

describe('users', () => {
  test('lists keys, addresses, ids and organizations', async () => {
    const { code, stdout } = await run('users')
    const lines = stdout.trimEnd().split('\n')
    expect([code, lines.length]).toEqual([0, 5])
    expect(lines[0]).toMatch(new RegExp(`^owner +owner@acme.test +${PERSONAS.owner.userId}  Acme: Owner$`))
    expect(lines[4]).toContain('Acme: Member, Globex: Admin')
  })

  test('selects by a part of the address, and says how many there are', async () => {
    expect((await run('users', 'list', '--query', 'acme', '--limit', '2')).stdout).toContain(
      '2 of 3 users, see --limit',
    )
    expect((await run('users', '--query', 'none')).stdout).toBe('no users\n')
  })

  test('creates one who can get a token, and shows it', async () => {
    const created = await run(
      'users',
      'create',
      'eve@x.test',
      '--key',
      'eve',
      '--org',
      'acme',
      '--role',
      'Admin',
      '--first-name',
      'Eve',
    )
    expect([created.code, JSON.parse(created.stdout)]).toEqual([
      0,
      expect.objectContaining({ key: 'eve', first_name: 'Eve', email_confirmed: true }),
    ])
    const { stdout } = await run('users', 'show', 'eve')
    expect(JSON.parse(stdout)).toEqual(JSON.parse(created.stdout))
    expect((await run('token', '--user', 'eve', '--org', 'acme')).code).toBe(0)
    expect(JSON.parse((await run('users', 'create', 'z@x.test', '--unconfirmed')).stdout).email_confirmed).toBe(false)
  })

  test('control characters of a name do not reach the terminal', async () => {
    await run('orgs', 'create', 'red \u001b[31m', '--owner', 'owner')
    for (const command of ['users', 'orgs']) {
      const { stdout } = await run(command)
      expect(stdout).toContain('red \ufffd[31m')
      expect(stdout).not.toContain('\u001b')
    }
  })

  test.each([
    [['show'], 2, 'the user to show is missing'],
    [['create'], 2, 'the email address of the new user is missing'],
    [['lst'], 2, 'unknown name "lst"; did you mean list?'],
    [['list', 'x'], 2, 'unexpected argument "x"'],
    [['--limit', '0'], 2, '--limit must be a whole number from 1 to 1000, not 0'],
    [['--colour'], 2, 'unknown name "--colour"'],
    [['show', 'none'], 1, 'No user has the id, email address or key "none". Users: owner'],
    [['create', 'x'], 1, 'email: '],
    [['create', 'a@x.test', '--role', 'Admin'], 1, 'role: Needs an org.'],
  ])('%j ends with %i', async (args, expected, message) => {
    const { code, stdout, stderr } = await run('users', ...args)
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringContaining(message)])
  })
})

describe('orgs', () => {
  test('lists keys, names, ids and the number of members', async () => {
    const { code, stdout } = await run('orgs')
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^acme +Acme +\S{36} {2}4 members\nglobex +Globex +\S{36} {2}1 member\n$/),
    ])
  })

  test('creates one with an owner, and shows it with its members', async () => {
    const { code } = await run(
      'orgs',
      'create',
      'Initech Ltd',
      '--key',
      'initech',
      '--owner',
      'noOrg',
      '--domain',
      'initech.test',
    )
    expect(code).toBe(0)
    const shown = JSON.parse((await run('orgs', 'show', 'initech')).stdout)
    expect(shown).toMatchObject({
      name: 'Initech Ltd',
      domain: 'initech.test',
      members: [{ key: 'noOrg', role: 'Owner' }],
    })
  })

  test.each([
    [['show'], 2, 'the organization to show is missing'],
    [['create'], 2, 'the name of the new organization is missing'],
    [['show', 'none'], 1, 'Organizations: acme, globex'],
    [['create', 'X', '--owner', 'none'], 1, 'No user has'],
  ])('%j ends with %i', async (args, expected, message) => {
    const { code, stdout, stderr } = await run('orgs', ...args)
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringContaining(message)])
  })
})

describe('mail', () => {
  const confirm = (email: string) =>
    fetch(`${started.ready.authUrl}/api/backend/v1/user/`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${started.ready.apiKey}` },
      body: JSON.stringify({ email, send_email_to_confirm_email_address: true }),
    })

  test('lists messages with their links, newest first', async () => {
    expect((await run('mail')).stdout).toBe('no messages\n')
    await confirm('a@x.test')
    await confirm('b@x.test')
    const { code, stdout } = await run('mail')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /b@x\.test {2}Confirm your email address\n {3}http\S+confirm_email\?t=\w+\n\d+ {2}\S+Z {2}a@x\.test/,
    )
    expect((await run('mail', '--to', 'A@x.test', '--link')).stdout).toMatch(/^http:\S+\n$/)
  })

  test('--wait waits for a message to the address', async () => {
    const waiting = run('mail', '--wait', '--to', 'late@x.test', '--link')
    await confirm('other@x.test')
    await confirm('late@x.test')
    const { code, stdout } = await waiting
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^http:\S+confirm_email\S+\n$/)])
  })

  test('--after skips messages that are known', async () => {
    await confirm('a@x.test')
    const { id } = JSON.parse((await run('mail', '--wait', '--json')).stdout)
    const { code, stderr } = await run('mail', '--wait', '--after', String(id), '--timeout', '50ms')
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`no message after ${id} arrived within 50ms. There are: ${id} to a@x.test`),
    ])
  })

  test.each([
    [['--timeout', 'soon'], '--timeout must be a time such as'],
    [['--after', 'x'], '--after must be a whole number'],
    [['--to', ''], '--to needs an email address'],
    [['read'], 'unknown name "read"'],
  ])('%j is a usage error', async (args, message) => {
    expect(await run('mail', ...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  })
})

describe('sso', () => {
  test('connects the provider of the emulator, goes live, and is removed', async () => {
    expect((await run('sso', 'show', 'acme')).stdout).toBe('no connection to an identity provider\n')
    expect((await run('sso', 'connect', 'acme')).stdout).toBe('fake_saml, in test mode\n')
    expect((await run('sso', 'connect', 'acme', '--type', 'fake_oidc')).stdout).toBe('fake_oidc, in test mode\n')
    expect((await run('sso', 'live', 'acme')).stdout).toBe('fake_oidc, live\n')
    expect(JSON.parse((await run('sso', 'show', 'acme', '--json')).stdout)).toMatchObject({
      connection: { type: 'fake_oidc', live: true },
    })
    expect((await run('sso', 'remove', 'acme')).code).toBe(0)
    expect((await run('sso', 'show', 'acme')).stdout).toBe('no connection to an identity provider\n')
  })

  test('prints a link to the set-up page', async () => {
    const { stdout } = await run('sso', 'link', 'acme')
    expect(await (await fetch(stdout.trim())).text()).toContain('Single sign-on of Acme')
  })

  test.each([
    [['show'], 2, 'the organization is missing'],
    [['connect', 'acme', '--type', 'saml'], 2, '--type must be fake_saml or fake_oidc, not saml'],
    [['live', 'acme'], 1, 'The organization has no connection to an identity provider'],
    [['show', 'initech'], 1, 'No organization has the id or key "initech"'],
  ])('%j is refused with %i and the reason', async (args, expected, reason) => {
    const { code, stderr } = await run('sso', ...args)
    expect([code, stderr.includes(reason)]).toEqual([expected, true])
  })
})
