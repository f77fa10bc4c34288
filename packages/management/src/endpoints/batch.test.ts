import { expect, test } from 'vitest'
import { clientAnswering, json, rejection } from '../../test/answering.js'

const emails = Array.from({ length: 250 }, (_, index) => `user-${index}@example.com`)

const answering = () =>
  clientAnswering(({ json: body }) =>
    json((body as { emails: string[] }).emails.map((email) => ({ user_id: email, email }))),
  )

test('more than a hundred values are requested in parts, and the results merged', async () => {
  const { client, asked } = answering()
  const users = await client.fetchBatchUserMetadataByEmails(emails, true)
  expect(Object.keys(users)).toEqual(emails)
  expect(asked.map(({ json: body }) => (body as { emails: string[] }).emails.length)).toEqual([100, 100, 50])
  expect(asked.every(({ url }) => url.search === '?include_orgs=true')).toBe(true)
})

test('up to a hundred values are one request, also none', async () => {
  for (const count of [0, 1, 99, 100]) {
    const { client, asked } = answering()
    expect(Object.keys(await client.fetchBatchUserMetadataByEmails(emails.slice(0, count)))).toHaveLength(count)
    expect(asked).toHaveLength(1)
  }
})

test('the list of the caller is not changed, and may be frozen', async () => {
  const { client } = answering()
  const list = Object.freeze(emails.slice(0, 150))
  await client.fetchBatchUserMetadataByEmails(list)
  expect(list).toHaveLength(150)
})

test('a part that fails rejects the whole', async () => {
  const { client, asked } = clientAnswering([() => json([]), () => new Response('', { status: 403 })])
  expect(await rejection(client.fetchBatchUserMetadataByEmails(emails))).toMatchObject({ code: 'forbidden' })
  expect(asked).toHaveLength(2)
})

test('a user without a username has the key "", as in the official SDK', async () => {
  const { client } = clientAnswering(json([{ user_id: 'u', username: null }]))
  expect(await client.fetchBatchUserMetadataByUsernames(['x'])).toEqual({ '': { userId: 'u', username: null } })
})
