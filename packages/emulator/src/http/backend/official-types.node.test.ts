import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backend, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'
import { parseSeed } from '../../seed/check/parse-seed.js'
import { derivedUuid } from '../../values/ids.js'

const types = readFileSync(
  join(dirname(fileURLToPath(import.meta.resolve('@propelauth/node-apis'))), 'index.d.ts'),
  'utf8',
)

/** The required fields of an object type of the official SDK, each with its type, read from its declaration file. */
function requiredFields(type: string): readonly (readonly [name: string, type: string])[] {
  const [, base, body = ''] = new RegExp(`type ${type} = (?:(\\w+) & )?\\{\\n([\\s\\S]*?)\\n\\};`).exec(types) ?? []
  const own = Array.from(body.matchAll(/^ {4}(\w+): ([^;{]+)/gm), ([, name = '', kind = '']) => [name, kind] as const)
  return base ? [...requiredFields(base), ...own] : own
}

const toWire = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const matches = (value: unknown, type: string): boolean =>
  /^(string|number|boolean)$/.test(type) ? typeof value === type : value !== undefined && value !== null

const { acme, globex } = PERSONA_ORGS
const { owner, noOrg } = PERSONAS
const emulator = testEmulator()
const fullSeed = parseSeed(readFileSync(new URL('../../../test/full-seed.yaml', import.meta.url), 'utf8'), 'full')
const full = testEmulator({ seed: fullSeed, now: () => Date.parse('2026-01-06T00:00:00Z') })
afterAll(async () => {
  await emulator.close()
  await full.close()
})
const fullGet = async (path: string) => (await backend(full, 'GET', path)).body
const [ada, acmeOfSeed] = [derivedUuid('user', 'ada'), derivedUuid('org', 'acme')]
const get = async (path: string) => (await backend(emulator, 'GET', path)).body
const post = async (path: string, body: object) => (await backend(emulator, 'POST', path, body)).body

beforeAll(async () => {
  await post('invite_user', { org_id: acme.orgId, email: noOrg.email, role: 'Member' })
  await backend(emulator, 'PUT', `org/${globex.orgId}`, { password_rotation_enabled: true })
})

const answers: readonly (readonly [type: string, of: string, read: () => Promise<object>])[] = [
  ['Organization', 'a seeded organization', () => get(`org/${acme.orgId}`)],
  ['Organization', 'a new organization', async () => get(`org/${(await post('org/', { name: 'New' })).org_id}`)],
  ['Organization', 'one whose password rotation has no numbers', () => get(`org/${globex.orgId}`)],
  ['Org', 'an organization in a list', async () => (await post('org/query', {})).orgs[0]],
  ['OrgQueryResponse', 'a page of organizations', () => post('org/query', {})],
  ['UserMetadata', 'a seeded user', () => get(`user/${owner.userId}`)],
  ['UserMetadata', 'a new user', async () => get(`user/${(await post('user/', { email: 'new@x.test' })).user_id}`)],
  ['UsersPagedResponse', 'a page of users', () => get('user/query')],
  ['UserInOrgMetadata', 'a member', async () => (await get(`user/org/${acme.orgId}`)).users[0]],
  ['PendingInvite', 'an invitation', async () => (await get('pending_org_invites')).invites[0]],
  ['PendingInvitesPage', 'a page of invitations', () => get('pending_org_invites')],
  ['ApiKeyResultPage', 'a page of API keys', () => get('end_user_api_keys')],
  ['Employee', 'an employee', () => fullGet(`employee/${derivedUuid('employee', 'support')}`)],
  ['SocialLoginToken', 'a token of a provider', async () => (await fullGet(`user/${ada}/oauth_token`)).github],
  ['FetchSamlSpMetadataResponse', 'a service provider', () => fullGet(`saml_sp_metadata/${acmeOfSeed}`)],
  [
    'CreateSamlConnectionLinkResponse',
    'a set-up link',
    () => post(`org/${acme.orgId}/create_saml_connection_link`, {}),
  ],
  ['ScimGroupResultPage', 'a page of groups', () => fullGet(`scim/${acmeOfSeed}/groups`)],
  ['ScimGroupResult', 'a group in a list', async () => (await fullGet(`scim/${acmeOfSeed}/groups`)).groups[0]],
  ['ScimGroup', 'a group', () => fullGet(`scim/${acmeOfSeed}/groups/${derivedUuid('scim_group', 'acme Admins')}`)],
  ['UserReport', 'a report about users', () => fullGet('user_report/champion')],
  ['UserReportRecord', 'a user of a report', async () => (await fullGet('user_report/champion')).user_reports[0]],
  [
    'UserOrgMembershipForReport',
    'a membership in a report',
    async () => (await fullGet('user_report/champion')).user_reports[0].org_data[0],
  ],
  ['OrgReport', 'a report about organizations', () => fullGet('org_report/growth')],
  ['OrgReportRecord', 'an organization of a report', async () => (await fullGet('org_report/growth')).org_reports[0]],
  ['ChartData', 'a chart', () => fullGet('chart_metrics/signups')],
  ['ChartDataPoint', 'a point of a chart', async () => (await fullGet('chart_metrics/signups')).metrics[0]],
]

test.each(answers)('%s: %s has every field that the official type requires', async (type, _, read) => {
  const fields = requiredFields(type)
  expect(fields.length).toBeGreaterThan(0)
  const value = new Map(Object.entries(await read()))
  expect(fields.filter(([name, kind]) => !matches(value.get(toWire(name)), kind))).toEqual([])
})
