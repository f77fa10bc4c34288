import { spawnSync } from 'node:child_process'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CLI, type Started, startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'
import { PERSONAS } from '../../index.js'

const cwd = temporaryFolder()
let started: Started
beforeAll(async () => {
  started = await startCli(['--port', '0', '--data', ':memory:'], { cwd })
})
afterAll(() => started.stop())

const run = (...args: string[]) => runMain(['token', ...args, '--url', started.ready.authUrl], { cwd })
const mint = async (...args: string[]) => (await run('mint', '--user', 'owner', ...args)).stdout.trim()
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

describe('mint', () => {
  test('prints a token of the user, and nothing else', async () => {
    const { code, stdout, stderr } = await run(
      'mint',
      '--user',
      'owner@acme.test',
      '--org',
      'acme',
      '--expires-in',
      '2h',
    )
    expect([code, stdout.split('\n').length, stderr]).toEqual([0, 2, ''])
    const { user_id, org_member_info, iat, exp } = claimsOf(stdout)
    expect([user_id, org_member_info.org_name, exp - iat]).toEqual([PERSONAS.owner.userId, 'Acme', 7200])
  })

  test.each([['--expires-in', '-1m'], ['--expires-in=-60']])('an expired token: %s %s', async (...args) => {
    expect(await run('verify', await mint(...args))).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^invalid\nexpiry: It expired 6\d seconds ago/),
    })
  })

  test('changes and removes claims', async () => {
    const claims = claimsOf(await mint('--claim', 'plan="pro"', '--claim', 'email=null', '--claim', 'limits={"a":[1]}'))
    expect(claims).toMatchObject({ plan: 'pro', limits: { a: [1] } })
    expect(claims).not.toHaveProperty('email')
  })

  test.each([
    [[], 2, 'token mint needs --user, such as --user owner'],
    [
      ['--user', 'owner', '--expires-in', 'soon'],
      2,
      '--expires-in must be a time such as 90s, 31m, 2h or 7d, or seconds, not soon',
    ],
    [['--user', 'owner', '--claim', 'plan=pro'], 2, '--claim must be NAME=JSON'],
    [['--user', 'owner', 'x'], 2, 'unexpected argument "x"'],
    [['--user', 'none'], 1, 'Users: owner, admin'],
  ])('%j ends with %i', async (args, expected, message) => {
    const { code, stdout, stderr } = await run('mint', ...args)
    expect([code, stdout, stderr]).toEqual([expected, '', expect.stringContaining(message)])
  })
})

describe('verify', () => {
  test('a valid token is valid, also with the name of the scheme in front', async () => {
    const token = await mint()
    for (const text of [token, `Bearer ${token}`, `Authorization: Bearer ${token}\n`])
      expect(await run('verify', text)).toMatchObject({ code: 0, stdout: 'valid\n' })
    const { valid, claims } = JSON.parse((await run('verify', token, '--json')).stdout)
    expect([valid, claims]).toEqual([true, claimsOf(token)])
  })

  test('an invalid token is invalid, with every rule that it breaks', async () => {
    const { code, stdout } = await run('verify', await mint('--claim', 'iss="https://a.test"', '--expires-in', '-1h'))
    expect(code).toBe(1)
    expect(stdout).toMatch(
      /^invalid\nissuer: iss is "https:\/\/a\.test", it must be ".+"\.\nexpiry: It expired 60 minutes ago/,
    )
  })

  test('what may surprise about a valid token is said', async () => {
    await runMain(['clock', 'advance', '1h', '--url', started.ready.authUrl], { cwd })
    const token = await mint('--claim', `properties={"text":"${'x'.repeat(4000)}"}`)
    const { code, stdout } = await run('verify', token)
    await runMain(['clock', 'reset', '--url', started.ready.authUrl], { cwd })
    expect([code, stdout]).toEqual([0, expect.stringContaining('valid\nThe clock of the emulator is ahead')])
    expect(stdout).toMatch(/It has \d{4} bytes, more than a cookie holds/)
  })

  test('a token is read from the input', async () => {
    const input = await mint()
    const { status, stdout } = spawnSync(
      process.execPath,
      [CLI, 'token', 'verify', '-', '--url', started.ready.authUrl],
      { input },
    )
    expect([status, stdout.toString()]).toEqual([0, 'valid\n'])
  })

  test('needs a token', async () => {
    expect(await run('verify')).toMatchObject({ code: 2, stderr: expect.stringContaining('the token is missing') })
  })
})

describe('decode', () => {
  test('prints header, claims, times and size, without an emulator', async () => {
    const token = await mint('--expires-in', '-1m')
    const { code, stdout } = await runMain(['token', 'decode', token], { cwd })
    expect(code).toBe(0)
    for (const part of ['"alg": "RS256"', `"user_id": "${PERSONAS.owner.userId}"`, 'signature not verified'])
      expect(stdout).toContain(part)
    expect(stdout).toMatch(/\nexpired \d{4}-\S+Z, 6\d seconds ago\n/)
    const parts = JSON.parse((await runMain(['token', 'decode', token, '--json'], { cwd })).stdout)
    expect(parts.claims).toEqual(claimsOf(token))
  })

  test.each(['abc', 'a.b', 'a.b.c', '!.!.!', 'e30.W10.x'])('%s is no token', async (text) => {
    const { code, stderr } = await runMain(['token', 'decode', text], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('this is no access token: it must have three parts')])
  })
})
