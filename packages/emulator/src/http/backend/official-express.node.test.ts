import { initAuth } from '@propelauth/express'
import express, { type RequestHandler } from 'express'
import { type HttpServer, startHttpServer } from 'test-kit/http-server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { testEmulator } from '../../../test/fixture.js'
import { CALLS } from '../../../test/official-calls/calls.js'
import { acme, globex, type NodeSdk, WORLD_SEED, worldOf } from '../../../test/official-calls/world.js'
import { functionsOf } from '../../../test/recorded.js'

// @propelauth/express as it is, in a server of Express. Only the host of the SDK is led to the emulator.
const emulator = testEmulator({ seed: WORLD_SEED })
const send = globalThis.fetch
vi.stubGlobal('fetch', emulator.fetch)
const auth = initAuth({ authUrl: emulator.authUrl, apiKey: emulator.apiKey })
const functions = functionsOf(auth)

const permissions = ['can_view_billing', 'propelauth::can_delete_org']
/** Each guard, with a user whom it admits to Acme and one whom it refuses. */
const guards: Readonly<Record<string, readonly [RequestHandler, admits: string, refuses: string]>> = {
  requireOrgMember: [auth.requireOrgMember(), 'member', 'noOrg'],
  requireOrgMemberWithMinimumRole: [
    auth.requireOrgMemberWithMinimumRole({ minimumRequiredRole: 'Admin' }),
    'owner',
    'member',
  ],
  requireOrgMemberWithExactRole: [auth.requireOrgMemberWithExactRole({ role: 'Admin' }), 'admin', 'owner'],
  requireOrgMemberWithPermission: [
    auth.requireOrgMemberWithPermission({ permission: 'can_view_billing' }),
    'admin',
    'member',
  ],
  requireOrgMemberWithAllPermissions: [auth.requireOrgMemberWithAllPermissions({ permissions }), 'owner', 'admin'],
}

const app = express()
app.get('/requireUser', auth.requireUser, ({ user }, response) => {
  response.json({ email: user?.email })
})
app.get('/optionalUser', auth.optionalUser, ({ user }, response) => {
  response.json({ email: user?.email ?? 'visitor' })
})
for (const [name, [guard]] of Object.entries(guards))
  app.get(`/${name}/:orgId`, guard, ({ user, org }, response) => {
    response.json({ email: user?.email, org: org?.orgName })
  })

let server: HttpServer
beforeAll(async () => {
  server = await startHttpServer(app)
})
beforeEach(() => emulator.reset())
afterAll(async () => {
  vi.unstubAllGlobals()
  await server.close()
  await emulator.close()
})

async function ask(path: string, user?: string): Promise<readonly [status: number, body: unknown]> {
  const token = user === undefined ? undefined : (await emulator.mintToken({ user })).accessToken
  const response = await send(server.url + path, token ? { headers: { Authorization: `Bearer ${token}` } } : {})
  const text = await response.text()
  return [response.status, text === '' ? '' : JSON.parse(text)]
}

describe('the middleware', () => {
  test('requireUser admits users', async () => {
    expect(await ask('/requireUser')).toEqual([401, ''])
    expect(await ask('/requireUser', 'noOrg')).toEqual([200, { email: 'no-org@example.test' }])
  })

  test('optionalUser admits visitors as well', async () => {
    expect(await ask('/optionalUser')).toEqual([200, { email: 'visitor' }])
    expect(await ask('/optionalUser', 'noOrg')).toEqual([200, { email: 'no-org@example.test' }])
  })

  test.each(Object.entries(guards))('%s admits members who may', async (name, [, admits, refuses]) => {
    const path = `/${name}/${acme.orgId}`
    expect(await ask(path, admits)).toEqual([200, { email: `${admits}@acme.test`, org: 'Acme' }])
    expect(await ask(path, refuses)).toEqual([403, ''])
    expect(await ask(`/${name}/${globex.orgId}`, admits)).toEqual([403, ''])
    expect(await ask(path)).toEqual([401, ''])
  })
})

// The SDK re-exports functions of the Node SDK, not all of them. Each call uses the function of its name alone.
const world = worldOf(emulator, auth as unknown as NodeSdk)
test.each(Object.entries(CALLS).filter(([name]) => functions.includes(name)))('%s', (_, call) => call(world))

test('no function is left out', () => {
  const known = [...Object.keys(CALLS), ...Object.keys(guards), 'requireUser', 'optionalUser']
  expect(functions.filter((name) => !known.includes(name))).toEqual([])
})
