import { afterAll, describe, expect, test } from 'vitest'
import { backend, testEmulator } from '../../test/fixture.js'
import { statementsOf } from '../../test/statements.js'
import { toolVisitor } from '../../test/tool-visitor.js'
import type { Seed } from '../index.js'
import { derivedUuid } from '../values/ids.js'
import { openDatabase } from './database.js'

const keys = Array.from({ length: 60 }, (_, index) => `n${index}`)

const seed: Seed = {
  users: [
    { key: 'ada', email: 'ada@x.test' },
    ...keys.map((key) => ({ key, email: `${key}@y.test`, active_on: ['2026-01-10'] })),
  ],
  orgs: [
    { key: 'acme', name: 'Acme', members: { ada: 'Owner', ...Object.fromEntries(keys.map((key) => [key, 'Member'])) } },
    ...keys.map((key) => ({ key, name: `Org ${key}`, members: { ada: 'Owner' }, sso: { type: 'fake_saml' as const } })),
  ],
}
const emulator = testEmulator({ seed, now: () => Date.UTC(2026, 0, 15) })
afterAll(() => emulator.close())

const schema = openDatabase(':memory:')
afterAll(() => schema.close())

const visitor = toolVisitor(emulator)
const page = (path: string) => () => visitor.open(path)
const api = (path: string) => () => backend(emulator, 'GET', path)
const acme = derivedUuid('org', 'acme')
const ada = derivedUuid('user', 'ada')

/** How SQLite runs the statement. */
const planOf = (sql: string): string[] =>
  schema.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail)

/** Tables that stay small: those of a project, not of its users, and at most 100 snapshots. */
const SMALL = ['meta', 'webhook_endpoints', 'employees', 'snapshots']

/** A scan without an index reads a whole table, unless it is in the order of the row ids and ends with the page. */
function wholeTables(sql: string): string[] {
  const plan = planOf(sql)
  if (sql.includes('LIMIT') && !plan.some((detail) => detail.includes('TEMP B-TREE'))) return []
  return plan.filter((detail) => {
    const [, table] = /^SCAN (\w+)$/.exec(detail) ?? []
    return table !== undefined && !SMALL.includes(table)
  })
}

const LISTS: readonly (readonly [name: string, work: () => Promise<unknown>])[] = [
  ...['CREATED_AT_ASC', 'CREATED_AT_DESC', 'LAST_ACTIVE_AT_ASC', 'LAST_ACTIVE_AT_DESC', 'EMAIL', 'USERNAME'].flatMap(
    (order) =>
      [
        [`the page of users by ${order}`, page(`users?order=${order}`)],
        [`the users of the API by ${order}`, api(`user/query?order_by=${order}&include_orgs=true`)],
      ] as const,
  ),
  ...['CREATED_AT_ASC', 'CREATED_AT_DESC', 'NAME'].flatMap(
    (order) =>
      [
        [`the page of organizations by ${order}`, page(`orgs?order=${order}`)],
        [`the organizations of the API by ${order}`, api(`org/query?order_by=${order}`)],
      ] as const,
  ),
  ['the start page', () => emulator.fetch(`${emulator.authUrl}/_emulator`, { headers: { Accept: 'text/html' } })],
  ['the page of tokens', page('tokens')],
  ['the page of the state', page('state')],
  ['the page of mail', page('mail')],
  ['the messages to an address', page('mail?to=a@x.test')],
  ['the text messages to a number', page('sms?to=1')],
  ['the page of clients', page('mcp')],
  ['a user', page(`users/${ada}`)],
  ['an organization', page(`orgs/${acme}`)],
  ['the login page', () => emulator.fetch(`${emulator.authUrl}/login`)],
  ['a user by key', () => emulator.fetch(`${emulator.authUrl}/_emulator/users/ada`)],
  ['a user by an unknown name', () => emulator.fetch(`${emulator.authUrl}/_emulator/users/nowhere`)],
  ['users by legacy id', api('user/query?legacy_user_id=x')],
  ['organizations by legacy id', api('org/query?legacy_org_id=x')],
  ['the members of an organization', api(`user/org/${acme}`)],
  ['the API keys of a user', api(`end_user_api_keys?user_id=${ada}`)],
  ['the API keys of an organization', api(`end_user_api_keys?org_id=${acme}`)],
  ['the invitations to an organization', api(`pending_org_invites?org_id=${acme}`)],
  ['an invitation by its link', () => emulator.fetch(`${emulator.authUrl}/invitation?invite_token=x`)],
]

test.each(LISTS)('%s: no statement reads a whole table', async (_, work) => {
  const reads = (await statementsOf(work)).filter((sql) => sql.startsWith('SELECT'))
  expect(reads.length).toBeGreaterThan(0)
  expect(reads.flatMap((sql) => wholeTables(sql).map((plan) => `${plan}: ${sql}`))).toEqual([])
})

test.each(LISTS.slice(0, 18))('%s: the order is that of an index', async (_, work) => {
  const lists = (await statementsOf(work)).filter((sql) => /LIMIT :size/.test(sql))
  expect(lists.length).toBeGreaterThan(0)
  expect(lists.filter((sql) => planOf(sql).some((detail) => detail.includes('TEMP B-TREE')))).toEqual([])
})

describe('a longer list needs no more statements', () => {
  test.each([
    ['users', page('users?q=ada'), page('users')],
    ['organizations', page('orgs?q=acme'), page('orgs')],
    ['members', page(`orgs/${acme}?role=Owner`), page(`orgs/${acme}`)],
    ['memberships', page(`users/${derivedUuid('user', 'n0')}`), page(`users/${ada}`)],
    [
      'users of the API',
      api('user/query?page_size=1&include_orgs=true'),
      api('user/query?page_size=50&include_orgs=true'),
    ],
    ['organizations of the API', api('org/query?page_size=1'), api('org/query?page_size=50')],
    [
      'members of the API',
      api(`user/org/${acme}?page_size=1&include_orgs=true`),
      api(`user/org/${acme}?page_size=50&include_orgs=true`),
    ],
    ['rows of a report', api('user_report/champion?page_size=1'), api('user_report/champion?page_size=50')],
  ] as const)('%s', async (_, short, long) => {
    const [few, many] = [await statementsOf(short), await statementsOf(long)]
    expect(many.length).toBe(few.length)
  })
})
