import { describe, expect, test } from 'vitest'
import { apiKeyId, orgId, userId } from '../../test/samples.js'
import type { Endpoint } from '../endpoint/endpoint.js'
import { fetchApiKey } from '../endpoints/api-keys.js'
import { fetchChartMetricData } from '../endpoints/charts.js'
import { addUserToOrg } from '../endpoints/memberships.js'
import { createOrg, updateOrg } from '../endpoints/org-changes.js'
import { fetchOrg } from '../endpoints/orgs.js'
import { fetchScimGroup } from '../endpoints/scim.js'
import { fetchUserMetadataByEmail } from '../endpoints/user-lookups.js'
import { findMalformedId } from './find-malformed-id.js'
import { toRequest } from './to-request.js'

const request = (endpoint: Endpoint, input: object) => toRequest(endpoint, { ...input })

describe('a request as plain data', () => {
  test('without query and body', () => {
    expect(request(fetchOrg, { orgId })).toEqual({
      operation: 'fetchOrg',
      method: 'GET',
      host: undefined,
      path: `/api/backend/v1/org/${orgId}`,
      body: undefined,
    })
  })

  test('text of a caller is one path segment, and one value of the query', () => {
    expect(request(fetchScimGroup, { orgId, groupId: '../a b?c#d&e=f%2f' }).path).toBe(
      `/api/backend/v1/scim/${orgId}/groups/..%2Fa%20b%3Fc%23d%26e%3Df%252f`,
    )
    expect(request(fetchUserMetadataByEmail, { email: 'a+b&c=d#e@f', includeOrgs: false }).path).toBe(
      '/api/backend/v1/user/email?email=a%2Bb%26c%3Dd%23e%40f&include_orgs=false',
    )
  })

  test('a body is JSON, also without a field', () => {
    expect(request(createOrg, { name: 'A', domain: undefined }).body).toBe('{"name":"A"}')
    expect(request(updateOrg, { orgId }).body).toBe('{}')
  })

  test('days are UTC', () => {
    const last = new Date('2026-01-31T23:59:59.999Z')
    expect(fetchChartMetricData.args('signups', 'Daily', last, '2026-02-28')).toMatchObject({
      startDate: '2026-01-31',
      endDate: '2026-02-28',
    })
  })
})

describe('a malformed id', () => {
  test('is found, in the path and in the body, by its wire name', () => {
    expect(findMalformedId(fetchOrg, { orgId: 'acme' })).toBe('org_id')
    expect(findMalformedId(addUserToOrg, { userId, orgId: 'acme', role: 'Admin' })).toBe('org_id')
    expect(findMalformedId(fetchApiKey, { apiKeyId: userId })).toBe('api_key_id')
  })

  test('is not one of these', () => {
    for (const id of [orgId, orgId.toUpperCase(), '00000000-0000-0000-0000-000000000000'])
      expect(findMalformedId(fetchOrg, { orgId: id })).toBeUndefined()
    expect(findMalformedId(fetchApiKey, { apiKeyId })).toBeUndefined()
    for (const groupId of ['g', '...', '.g', 'a/b', '💥', '%2e%2e'])
      expect(findMalformedId(fetchScimGroup, { orgId, groupId })).toBeUndefined()
  })

  test('is each of these', () => {
    const like = [
      `${orgId}0`,
      `0${orgId}`,
      ` ${orgId}`,
      `${orgId}\n`,
      orgId.replaceAll('-', ''),
      orgId.replace('1', 'g'),
    ]
    for (const id of [...like, '']) expect(findMalformedId(fetchOrg, { orgId: id })).toBe('org_id')
    for (const groupId of ['', '.', '..', '\ud800', 'a\udfff'])
      expect(findMalformedId(fetchScimGroup, { orgId, groupId })).toBe('group_id')
  })

  test('that is no string is a TypeError with the operation and the argument', () => {
    for (const id of [undefined, null, 7, true, [orgId], { toString: () => orgId }, Symbol('x')]) {
      expect(() => findMalformedId(fetchOrg, { orgId: id })).toThrow(new TypeError('fetchOrg: orgId must be a string'))
      expect(() => findMalformedId(addUserToOrg, { userId: id, orgId, role: 'Admin' })).toThrow(
        new TypeError('addUserToOrg: userId must be a string'),
      )
    }
  })
})
