import { describe, expect, test } from 'vitest'
import { clientAnswering, json, rejection } from '../../test/answering.js'
import { orgId, userId } from '../../test/samples.js'
import type { ManagementClient } from '../client.js'
import { iterateUsers } from '../endpoints/iterators.js'
import { iterate } from './iterate.js'

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** A service with pages of `total` items in the list `name`. */
function paging(name: string, total: number, form: 'flag' | 'total' | 'nothing' = 'flag') {
  const things = Array.from({ length: total }, (_, index) => ({ id: index }))
  const read = (source: URLSearchParams | Record<string, unknown>, key: string) =>
    Number(source instanceof URLSearchParams ? source.get(key) : source[key])
  return clientAnswering(({ url, json: body }) => {
    const source = (body as Record<string, unknown> | undefined) ?? url.searchParams
    const prefix = name === 'members' ? 'members_' : ''
    const size = read(source, `${prefix}page_size`)
    const number = read(source, `${prefix}page_number`)
    const page = { [name]: things.slice(number * size, (number + 1) * size), page_size: size }
    if (form === 'flag') return json({ ...page, has_more_results: (number + 1) * size < total })
    return json(form === 'total' ? { ...page, total_groups: total } : page)
  })
}

const iterations: readonly (readonly [
  name: string,
  items: string,
  form: 'flag' | 'total' | 'nothing',
  iterateAll: (client: ManagementClient) => AsyncIterable<unknown>,
])[] = [
  ['iterateUsers', 'users', 'flag', (client) => client.iterateUsers()],
  ['iterateUsersInOrg', 'users', 'flag', (client) => client.iterateUsersInOrg({ orgId })],
  ['iterateOrgs', 'orgs', 'flag', (client) => client.iterateOrgs()],
  ['iteratePendingInvites', 'invites', 'flag', (client) => client.iteratePendingInvites()],
  ['iterateCurrentApiKeys', 'api_keys', 'flag', (client) => client.iterateCurrentApiKeys()],
  ['iterateArchivedApiKeys', 'api_keys', 'flag', (client) => client.iterateArchivedApiKeys({ orgId })],
  ['iterateOrgScimGroups', 'groups', 'total', (client) => client.iterateOrgScimGroups({ orgId })],
  [
    'iterateScimGroupMembers',
    'members',
    'nothing',
    (client) => client.iterateScimGroupMembers({ orgId, groupId: 'g' }),
  ],
  ['iterateUserTopInviterReport', 'user_reports', 'flag', (client) => client.iterateUserTopInviterReport()],
  ['iterateUserChampionReport', 'user_reports', 'flag', (client) => client.iterateUserChampionReport('30')],
  ['iterateUserReengagementReport', 'user_reports', 'flag', (client) => client.iterateUserReengagementReport('Weekly')],
  ['iterateUserChurnReport', 'user_reports', 'flag', (client) => client.iterateUserChurnReport()],
  ['iterateOrgReengagementReport', 'org_reports', 'flag', (client) => client.iterateOrgReengagementReport()],
  ['iterateOrgChurnReport', 'org_reports', 'flag', (client) => client.iterateOrgChurnReport('7')],
  ['iterateOrgGrowthReport', 'org_reports', 'flag', (client) => client.iterateOrgGrowthReport()],
  ['iterateOrgAttritionReport', 'org_reports', 'flag', (client) => client.iterateOrgAttritionReport()],
]

describe('gives every item once, in order, a hundred at a time', () => {
  for (const [name, items, form, iterateAll] of iterations)
    test(name, async () => {
      for (const total of [0, 1, 99, 100, 101, 250]) {
        const { client, asked } = paging(items, total, form)
        const ids = (await collect(iterateAll(client))).map((item) => (item as { id: number }).id)
        expect(ids).toEqual(Array.from({ length: total }, (_, index) => index))
        expect(asked.length).toBeLessThanOrEqual(Math.floor(total / 100) + (form === 'nothing' ? 2 : 1))
      }
    })
})

test('every iterator of the client is among these', () => {
  const { client } = paging('users', 0)
  const names = Object.keys(client).filter((name) => name.startsWith('iterate'))
  expect(names).toEqual(iterations.map(([name]) => name))
})

test('a page is fetched when its first item is asked for, and none after the loop is left', async () => {
  const { client, asked } = paging('users', 1_000)
  for await (const user of client.iterateUsers()) if (Object(user).id === 150) break
  expect(asked).toHaveLength(2)
})

test('page size, first page and query are those of the arguments', async () => {
  const { client, asked } = paging('users', 45)
  const found = await collect(client.iterateUsers({ pageSize: 10, pageNumber: 3, orderBy: 'EMAIL', includeOrgs: true }))
  expect(found).toHaveLength(15)
  expect(asked.map(({ url }) => url.search)).toEqual([
    '?page_size=10&page_number=3&order_by=EMAIL&include_orgs=true',
    '?page_size=10&page_number=4&order_by=EMAIL&include_orgs=true',
  ])
})

test('the pagination of a report is its second argument', async () => {
  const { client, asked } = paging('user_reports', 3)
  expect(await collect(client.iterateUserChurnReport('14', { pageSize: 2 }))).toHaveLength(3)
  expect(asked[0]?.url.search).toBe('?report_interval=14&page_size=2&page_number=0')
})

test('a service that always sends the same page is not asked without end', async () => {
  const { client, asked } = clientAnswering(() => json({ users: [{ user_id: userId }], has_more_results: true }))
  expect(await collect(client.iterateUsers())).toHaveLength(1)
  expect(asked).toHaveLength(2)
})

test('an empty page is the last, even if the service announces more', async () => {
  const { client } = clientAnswering(() => json({ users: [], has_more_results: true }))
  expect(await collect(client.iterateUsers())).toEqual([])
})

test('an error is thrown at its page, after the items of earlier pages', async () => {
  const answers = [
    () => json({ users: [{ user_id: userId }], has_more_results: true }),
    () => new Response('', { status: 401 }),
  ]
  const { client } = clientAnswering(answers)
  const users = client.iterateUsers()
  expect(await users.next()).toMatchObject({ done: false, value: { userId } })
  expect(await rejection(users.next())).toMatchObject({ code: 'invalid_api_key' })
})

test('a page without its list is an unexpected response', async () => {
  const { client } = clientAnswering(() => json({ has_more_results: false }))
  expect(await rejection(collect(client.iterateOrgs()))).toMatchObject({
    code: 'unexpected_response',
    message: 'fetchOrgByQuery: unexpected_response: the page has no list "orgs"',
  })
})

test('a malformed org id has no members, without a request', async () => {
  const { client, asked } = paging('users', 5)
  expect(await collect(client.iterateUsersInOrg({ orgId: 'acme' }))).toEqual([])
  expect(asked).toHaveLength(0)
})

test('options go with every page', async () => {
  const { client, asked } = paging('users', 150)
  const controller = new AbortController()
  const found: unknown[] = []
  const readAll = async () => {
    for await (const user of client.iterateUsers({}, { signal: controller.signal, headers: { 'X-A': 'b' } })) {
      found.push(user)
      if (found.length === 100) controller.abort(new Error('enough'))
    }
  }
  expect(await rejection(readAll())).toMatchObject({ message: 'enough' })
  expect(found).toHaveLength(100)
  expect(asked.map(({ headers }) => headers.get('X-A'))).toEqual(['b'])
})

test('the tree-shakable form does the same', async () => {
  const { client } = paging('users', 120)
  expect(await collect(iterate(client, iterateUsers, { pageSize: 50 }))).toHaveLength(120)
})
