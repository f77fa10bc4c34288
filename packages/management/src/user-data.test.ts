// Keys in user data are never renamed, in requests and responses.
import { expect, test } from 'vitest'
import { clientAnswering, json } from '../test/answering.js'
import { apiKeyId, invoke, operations, orgId, samples, userData, userId } from '../test/samples.js'

const text = JSON.stringify(userData)

test('properties and metadata are sent with their keys', async () => {
  const { client, asked } = clientAnswering(json({ user_id: userId, org_id: orgId, api_key_id: apiKeyId }))
  await client.createUser({ email: 'a@b.test', properties: userData })
  await client.updateUserMetadata(userId, { properties: userData, metadata: userData })
  await client.migrateUserFromExternalSource({ email: 'a@b.test', emailConfirmed: true, properties: userData })
  await client.updateOrg({ orgId, metadata: userData })
  await client.createApiKey({ metadata: userData })
  await client.updateApiKey(apiKeyId, { metadata: userData })
  await client.importApiKey({ importedApiKey: 'k', metadata: userData })
  for (const { init } of asked) expect(String(init.body)).toContain(text)
  expect(asked).toHaveLength(7)
})

test('signup parameters are sent with their keys', async () => {
  const { client, asked } = clientAnswering(json({ url: 'https://auth.example.com' }))
  const parameters = JSON.parse('{"utm_source":"a","camelCase":"b","__proto__":"c"}')
  await client.createMagicLink({ email: 'a@b.test', userSignupQueryParameters: parameters })
  expect(asked[0]?.init.body).toContain('{"utm_source":"a","camelCase":"b","__proto__":"c"}')
})

/** How often a value contains the user data. */
const occurrences = (value: unknown) => JSON.stringify(value).split(text).length - 1

test('user data is returned with its keys, by every function that returns any', async () => {
  let found = 0
  for (const name of operations) {
    const { client } = clientAnswering(json(samples[name].result ?? {}))
    const sent = occurrences(samples[name].result ?? {})
    expect(occurrences(await invoke(client, name, samples[name].calls[0] ?? [])), name).toBe(sent)
    found += sent
  }
  expect(found).toBeGreaterThan(30)
})

test('extra properties of reports and signup parameters keep their keys', async () => {
  const users = clientAnswering(json({ user_reports: [{ extra_properties: userData }] })).client
  expect(JSON.stringify((await users.fetchUserChampionReport()).userReports[0]?.extraProperties)).toBe(text)
  const orgs = clientAnswering(json({ org_reports: [{ extra_properties: userData }] })).client
  expect(JSON.stringify((await orgs.fetchOrgGrowthReport()).orgReports[0]?.extraProperties)).toBe(text)
  const signup = clientAnswering(json({ user_signup_query_parameters: userData })).client
  expect(JSON.stringify(await signup.fetchUserSignupQueryParams(userId))).toBe(`{"userSignupQueryParameters":${text}}`)
})

test('a user whose name is `__proto__` is found by it', async () => {
  const { client } = clientAnswering(json([{ user_id: userId, username: '__proto__' }]))
  const users = await client.fetchBatchUserMetadataByUsernames(['__proto__'])
  expect(Object.keys(users)).toEqual(['__proto__'])
  expect(Object.getPrototypeOf(users)).toBe(Object.prototype)
})
