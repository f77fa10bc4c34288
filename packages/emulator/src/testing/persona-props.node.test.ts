// With the official components: what a test renders is what the app shows for that user.
import { readFileSync } from 'node:fs'
import { createClient } from '@propelauth/javascript'
import { AuthProviderForTesting, useActiveOrg, withAuthInfo } from '@propelauth/react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { testEmulator } from '../../test/fixture.js'
import { type Emulator, PERSONA_ORGS, PERSONAS, type Seed } from '../index.js'
import { type PersonaProps, personaProps } from '../react.js'
import { parseSeed } from '../seed/check/parse-seed.js'

afterEach(() => vi.unstubAllGlobals())

const file = new URL('../../test/full-seed.yaml', import.meta.url)
const fullSeed = parseSeed(readFileSync(file, 'utf8'), 'full-seed.yaml')

const Page = withAuthInfo(({ isLoggedIn, user, accessHelper, accessToken }) => {
  const org = useActiveOrg()
  const billing = org !== undefined && accessHelper?.hasPermission(org?.orgId ?? '', 'can_view_billing')
  return isLoggedIn ? `${user.firstName} ${user.email} ${org?.orgName} ${billing} ${accessToken}` : 'a visitor'
})

const render = (props: PersonaProps): string =>
  renderToString(createElement(AuthProviderForTesting, props, createElement(Page)))

describe('a component in AuthProviderForTesting', () => {
  test.each([
    ['owner', 'acme', 'Olivia owner@acme.test Acme true'],
    ['member', 'acme', 'Mia member@acme.test Acme false'],
    ['multiOrg', 'globex', 'Mara multi-org@example.test Globex true'],
    ['noOrg', undefined, 'Noah no-org@example.test undefined false'],
  ])('sees %s of %s', (persona, org, text) => {
    expect(render(personaProps(persona, { org, accessToken: 'a.b.c' }))).toBe(`${text} a.b.c`)
  })

  test('sees a visitor for null', () => {
    expect(render(personaProps(null))).toBe('a visitor')
  })
})

/** What the official SDK has of a user who is signed in at the emulator. */
async function fromSdk(emulator: Emulator, key: string) {
  const { cookie } = emulator.startSession(key)
  const headers = { Cookie: `${cookie.name}=${cookie.value}`, Origin: 'http://localhost:3000' }
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => emulator.fetch(url, { ...init, headers }))
  vi.stubGlobal('window', { addEventListener: () => undefined, removeEventListener: () => undefined, btoa })
  const client = createClient({ authUrl: emulator.authUrl, enableBackgroundTokenRefresh: false })
  const info = await client.getAuthenticationInfoOrNull()
  client.destroy()
  return { user: info?.user, orgs: info?.orgHelper.getOrgs() }
}

/** Fields that the types of the official library do not have, or that are null. */
const typed = (user: object | undefined): object =>
  Object.fromEntries(
    Object.entries(user ?? {}).filter(
      ([name, value]) => value !== null && !/^(metadata|lastActiveAt|update_)/.test(name),
    ),
  )

describe('user and organizations are those that the official SDK gets from an emulator', () => {
  const defaults = Object.keys(PERSONAS).map((key): [string, Seed | undefined] => [key, undefined])

  test.each([...defaults, ['ada', fullSeed] as const])('%s', async (key, seed) => {
    const now = Date.UTC(2026, 0)
    await using emulator = testEmulator({ now: () => now, ...(seed === undefined ? {} : { seed }) })
    const { user, orgMemberInfos } = personaProps(key, { seed }).userInformation ?? {}
    const official = await fromSdk(emulator, key)
    expect(typed(user)).toEqual(typed(official.user))
    expect(orgMemberInfos).toEqual(official.orgs)
  })

  test('with several roles, and what a disabled user has', () => {
    const { user, orgMemberInfos } = personaProps('bob', { seed: fullSeed }).userInformation ?? {}
    expect(user).toMatchObject({ enabled: false, locked: true, emailConfirmed: false, mfaEnabled: true })
    expect(orgMemberInfos).toMatchObject([
      { userAssignedRole: 'Boss', userAssignedAdditionalRoles: ['Clerk'], userPermissions: ['a', 'b'] },
    ])
  })
})

describe('the user', () => {
  test.each(['admin', PERSONAS.admin.userId, 'Admin@ACME.test'])('is named by %s', (name) => {
    expect(personaProps(name).userInformation?.user.userId).toBe(PERSONAS.admin.userId)
  })

  test('was last active on the last day of the seed', () => {
    expect(personaProps('ada', { seed: fullSeed }).userInformation?.user.lastActiveAt).toBe(Date.UTC(2026, 0, 5) / 1000)
  })

  test('is the same in every call, and no call changes another', () => {
    const first = personaProps('admin')
    expect(personaProps('admin')).toEqual(first)
    first.userInformation?.orgMemberInfos[0]?.userPermissions.push('more')
    expect(personaProps('admin')).not.toEqual(first)
  })

  test('has no access token and no active organization unless they are given', () => {
    expect(Object.keys(personaProps('admin'))).toEqual(['loading', 'userInformation'])
    expect(personaProps('admin').userInformation).not.toHaveProperty('accessToken')
    expect(personaProps('admin', { org: PERSONA_ORGS.acme.orgId }).activeOrgFn?.()).toBe(PERSONA_ORGS.acme.orgId)
  })
})

test.each([
  [() => personaProps('admn'), 'unknown_persona', /"admn". Users: owner, admin, member, noOrg, multiOrg$/],
  [() => personaProps('ada', { seed: {} }), 'unknown_persona', /Users: none$/],
  [() => personaProps('member', { org: 'globex' }), 'unknown_org', /"globex". Organizations: acme$/],
  [() => personaProps('noOrg', { org: 'acme' }), 'unknown_org', /Organizations: none$/],
])('an unknown name is an error that lists the known ones: %s', (call, code, message) => {
  expect(call).toThrow(
    expect.objectContaining({ name: 'EmulatorTestError', code, message: expect.stringMatching(message) }),
  )
})

test('an invalid seed is a SeedError', () => {
  const seed = { users: [{ key: 'ada' }] } as unknown as Seed
  expect(() => personaProps('ada', { seed })).toThrow(/users\[0\]: needs "email"/)
})
