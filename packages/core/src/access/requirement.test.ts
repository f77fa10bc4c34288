import { describe, expect, test } from 'vitest'
import { issuer } from '../../test/issuer.js'
import { createPropelAuth } from '../propelauth.js'
import { requireOrgMember } from './require-org-member.js'
import { readRequirement } from './requirement.js'

const known = { roles: ['Owner', 'Member'], permissions: ['read', 'write'] }
const base = { authUrl: issuer.authUrl, jwks: issuer.jwks }
const request = new Request('https://api.example.com', {
  headers: await issuer.headers({ orgs: [{ orgId: 'acme', role: 'Member' }] }),
})
const orgId = () => 'acme'

describe('a role or permission that the project does not have is a TypeError', () => {
  const wrong = [
    { minimumRole: 'Ownr' },
    { exactRole: 'owner' },
    { permission: 'delete' },
    { permissions: ['read', 'delete'] },
  ]

  test.each(wrong)('%j', (requirement) => {
    expect(() => readRequirement(requirement, known)).toThrow(/not in the list of createPropelAuth/)
    expect(() => readRequirement(requirement)).not.toThrow()
    const propelAuth = createPropelAuth({ ...base, roles: [...known.roles], permissions: [...known.permissions] })
    const make = () => propelAuth.withOrgMember({ orgId, ...requirement } as never, () => new Response('in'))
    expect(make).toThrow(TypeError)
  })

  test.each(wrong)('%j, at the first request where options come from a function', async (requirement) => {
    const propelAuth = createPropelAuth(() => ({ ...base, ...known }))
    const guarded = propelAuth.withOrgMember({ orgId, ...requirement } as never, () => new Response('in'))
    await expect(guarded(request)).rejects.toThrow(TypeError)
  })

  test('known names pass', () => {
    expect(readRequirement({ minimumRole: 'Owner', permissions: ['read'] }, known)).toEqual({
      minimumRole: 'Owner',
      permissions: ['read'],
    })
  })
})

describe('a requirement that is changed after the guard was made changes nothing', () => {
  const owner = { minimumRole: 'Owner' }
  const changes: Record<string, [object, (requirement: never) => void]> = {
    'a list that is emptied': [
      { permissions: ['write'] },
      ({ permissions }: { permissions: string[] }) => permissions.splice(0),
    ],
    'a list that is cut': [
      { permissions: ['write', 'read'] },
      ({ permissions }: { permissions: string[] }) => permissions.shift(),
    ],
    'a condition that is deleted': [
      { ...owner },
      (requirement: { minimumRole?: string }) => delete requirement.minimumRole,
    ],
    'a condition that is replaced': [
      { ...owner },
      (requirement: { minimumRole: string }) => (requirement.minimumRole = 'Member'),
    ],
  }
  for (const [title, [requirement, change]] of Object.entries(changes))
    test(title, async () => {
      const options = { orgId, ...requirement }
      const guarded = createPropelAuth(base).withOrgMember(options, () => new Response('in'))
      change(options as never)
      expect((await guarded(request)).status).toBe(403)
    })
})

describe('a list of permissions is read by index', () => {
  const empty = function* () {}
  const list = (iterator: unknown, ...permissions: string[]) =>
    Object.assign(permissions, { [Symbol.iterator]: iterator })
  class EmptyToIterate extends Array<string> {
    override *[Symbol.iterator](): ArrayIterator<string> {}
  }

  test.each([
    ['an own iterator that is empty', list(empty, 'write')],
    ['an own iterator that throws', list(() => expect.unreachable(), 'write')],
    ['an own iterator that gives other names', list(() => ['read'].values(), 'write', 'read')],
    ['a subclass with an empty iterator', EmptyToIterate.from(['write'])],
  ])('%s', async (_, permissions) => {
    const guarded = createPropelAuth(base).withOrgMember({ orgId, permissions }, () => new Response('in'))
    expect((await guarded(request)).status).toBe(403)
    expect(readRequirement({ permissions }).permissions?.length).toBe(permissions.length)
  })

  test('and checked by index', () => {
    for (const permissions of [list(empty, ''), list(empty, 'reed'), list(empty, 7 as never), new Array(1)])
      expect(() => readRequirement({ permissions }, known)).toThrow(TypeError)
  })
})

test('an empty list of permissions asks for membership alone', async () => {
  const guarded = createPropelAuth(base).withOrgMember({ orgId, permissions: [] }, () => new Response('in'))
  expect((await guarded(request)).status).toBe(200)
})

describe('a requirement that is given as undefined, as by a misspelt constant, is a TypeError', async () => {
  const propelAuth = createPropelAuth(base)
  const user = await propelAuth.validateRequest(request)
  const calls: Record<string, (...given: [object?]) => unknown> = {
    'the pure function': (...given) => requireOrgMember(user, 'acme', ...given),
    'the function of an instance': (...given) => propelAuth.requireOrgMember(user, 'acme', ...given),
  }
  for (const [title, call] of Object.entries(calls))
    test(title, () => {
      for (const wrong of [undefined, null, 5, 'Owner', []]) expect(() => call(wrong as object)).toThrow(TypeError)
      expect(call()).toMatchObject({ orgId: 'acme' })
    })
})
