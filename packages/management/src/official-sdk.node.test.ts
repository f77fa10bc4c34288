// The official Node SDK as an independent witness: same arguments, same requests, same results.
import { readFileSync } from 'node:fs'
import { getApis } from '@propelauth/node-apis'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { invoke, operations, orgId, samples, userData, userId } from '../test/samples.js'
import { createManagementClient } from './client.js'

const official = getApis(new URL('https://auth.example.com'), 'api-key') as unknown as {
  [name: string]: (...args: unknown[]) => unknown
}
const ours = createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'api-key' })
const shared = operations.filter((name) => name in official)

afterEach(() => vi.unstubAllGlobals())

/** Answers every request of `run`; returns the requests in a normal form, and the result. */
async function record(run: () => unknown, status = 200, body: unknown = {}) {
  const requests: unknown[] = []
  vi.stubGlobal('fetch', async (input: string, init: RequestInit) => {
    const url = new URL(input)
    const headers = new Headers(init.headers)
    requests.push({
      origin: url.origin,
      method: init.method,
      path: url.pathname,
      query: Array.from(url.searchParams).sort(),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : undefined,
      authorization: headers.get('Authorization'),
      project: headers.get('X-Propelauth-url'),
    })
    return new Response(status === 204 ? null : JSON.stringify(body), { status })
  })
  const result = await run()
  return { requests, result: plain(result) }
}

const plain = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

test('every function of the official SDK exists here, and only four others', () => {
  expect(shared.toSorted()).toEqual(Object.keys(official).sort())
  expect(operations.filter((name) => !(name in official))).toEqual([
    'migrateOrgToIsolated',
    'refreshAccessTokenFromRefreshToken',
    'logoutRefreshToken',
    'exchangeSsrCode',
  ])
})

describe('requests are those of the official SDK', () => {
  for (const name of shared)
    for (const [index, args] of samples[name].calls.entries())
      test(`${name}, arguments ${index + 1}`, async () => {
        const body = samples[name].result ?? {}
        const theirs = await record(() => official[name]?.(...args), 200, body)
        const own = await record(() => invoke(ours, name, args), 200, body)
        expect(own.requests).toEqual(theirs.requests)
        expect(own.requests).toHaveLength(1)
      })
})

/** The same answer with user data that the official SDK leaves alone, as its keys have no underscore. */
function withPlainUserData(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value === userData || 'num_invites' in value) return { plan: 'pro' }
  if (Array.isArray(value)) return value.map(withPlainUserData)
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withPlainUserData(entry)]))
}

/** Intended differences, listed in docs/migration-management.md. */
const differences: { readonly [name: string]: (result: never) => unknown } = {
  createAccessToken: ({ access_token }: { access_token: string }) => ({ accessToken: access_token }),
  migrateUserPassword: () => true,
  fetchOrgByQuery: ({ orgs: [{ is_saml_configured, custom_role_mapping_name, ...org }], ...page }: SnakeOrgs) => ({
    ...page,
    orgs: [{ ...org, isSamlConfigured: is_saml_configured, customRoleMappingName: custom_role_mapping_name }],
  }),
  ...Object.fromEntries(
    shared
      .filter((name) => /^fetchUser.*Report$/.test(name))
      .map((name) => [
        name,
        (report: Report) => ({
          ...report,
          userReports: report.userReports.map((record) => ({
            ...record,
            orgData: record.orgData.map(({ userAssignedRole, ...org }) => ({ ...org, userRole: userAssignedRole })),
          })),
        }),
      ]),
  ),
}

interface SnakeOrgs {
  readonly orgs: readonly [{ readonly is_saml_configured: boolean; readonly custom_role_mapping_name: string }]
}

interface Report {
  readonly userReports: readonly { readonly orgData: readonly { readonly userAssignedRole: string }[] }[]
}

describe('results are those of the official SDK', () => {
  for (const name of shared)
    test(name, async () => {
      const [args = []] = samples[name].calls
      const body = withPlainUserData(samples[name].result ?? {})
      const theirs = await record(() => official[name]?.(...args), 200, body)
      const own = await record(() => invoke(ours, name, args), 200, body)
      const expected = name in differences ? differences[name]?.(theirs.result as never) : theirs.result
      expect(own.result).toEqual(expected)
      if (name in differences) expect(own.result).not.toEqual(theirs.result)
    })
})

const settle = (run: () => unknown) =>
  Promise.resolve()
    .then(run)
    .then(
      (value) => ({ value: plain(value) }),
      () => 'an error',
    )

/** Here the official SDK throws, although its types say `false` or `null`. */
const mended: { readonly [name: string]: unknown } = {
  clearUserPassword: false,
  migrateUserPassword: false,
  updateApiKey: false,
  fetchFreshTokenFromProvider: null,
}

test('each difference is on the migration page', () => {
  const page = readFileSync(new URL('../../../docs/migration-management.md', import.meta.url), 'utf8')
  const [, differs = ''] = page.split('What differs on purpose:').slice(1)
  const [table = ''] = differs.split('\n## ')
  for (const name of [...Object.keys(differences), ...Object.keys(mended)])
    if (!name.endsWith('Report')) expect(table).toContain(`\`${name}\``)
  expect(table).toContain('reports: `orgData`')
})

describe('a missing user, organization or key has the same result as in the official SDK', () => {
  for (const name of shared)
    test(name, async () => {
      const [args = []] = samples[name].calls
      const theirs = await record(() => settle(() => official[name]?.(...args)), 404)
      const own = await record(() => settle(() => invoke(ours, name, args)), 404)
      expect(own.result).toEqual(name in mended ? { value: mended[name] } : theirs.result)
      if (name in mended) expect(own.result).not.toEqual(theirs.result)
    })
})

describe('a malformed id has the same result as in the official SDK, without a request', () => {
  // Ids that the official SDK sends unchecked.
  const checkedByUs = [
    'addUserToOrg',
    'changeUserRoleInOrg',
    'removeUserFromOrg',
    'inviteUserToOrg',
    'inviteUserToOrgByUserId',
    'revokePendingOrgInvite',
    'fetchSamlSpMetadata',
    'fetchOrgScimGroups',
    'fetchScimGroup',
  ]
  const spoil = (value: unknown): unknown => {
    if (value === userId || value === orgId) return `${value}0`
    if (typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)) return 'zz'
    if (typeof value !== 'object' || value === null || value instanceof Date) return value
    if (Array.isArray(value)) return value.map(spoil)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, spoil(entry)]))
  }
  for (const name of shared)
    test(name, async () => {
      const [args = []] = samples[name].calls
      const spoilt = args.map(spoil)
      const body = samples[name].result ?? {}
      const theirs = await record(() => settle(() => official[name]?.(...spoilt)), 200, body)
      const own = await record(() => settle(() => invoke(ours, name, spoilt)), 200, body)
      if (checkedByUs.includes(name)) {
        expect(theirs.requests).toHaveLength(1)
        expect(own.requests).toHaveLength(0)
      } else {
        expect(own.requests).toHaveLength(theirs.requests.length)
        if (theirs.requests.length === 0) expect(own.result).toEqual(theirs.result)
      }
    })
})

test('204 without a body is a success where the body is ignored', async () => {
  for (const name of shared.filter((candidate) => samples[candidate].result === undefined)) {
    const [args = []] = samples[name].calls
    expect((await record(() => invoke(ours, name, args), 204)).result, name).toBe(true)
  }
})
