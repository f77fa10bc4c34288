import { type IdpProvider, UpdateOrgException } from '@propelauth/node-apis'
import { beforeEach, describe, expect, test } from 'vitest'
import { backend } from '../../../test/fixture.js'
import { officialSdk } from '../../../test/official-sdk.js'
import { generateSigningKey, PERSONA_ORGS, PERSONAS, type Seed } from '../../index.js'
import { certificatePem } from '../../store/certificate.js'
import { readSigningKey } from '../../store/signing-key.js'
import { derivedUuid } from '../../values/ids.js'

const { acme, globex } = PERSONA_ORGS
const unknown = '00000000-0000-4000-8000-000000000000'
const idpCertificate = certificatePem(readSigningKey(generateSigningKey()), 'idp.test')

/** A certificate of an elliptic curve. */
const ecCertificate = [
  '-----BEGIN CERTIFICATE-----',
  'MIIBfDCCASOgAwIBAgIUIs7bLEW2Q1OMQWh9pT3xtwGgBdswCgYIKoZIzj0EAwIw',
  'EzERMA8GA1UEAwwIaWRwLnRlc3QwIBcNMjYxMTMwMDYzNzQwWhgPMjEyNjExMDYw',
  'NjM3NDBaMBMxETAPBgNVBAMMCGlkcC50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D',
  'AQcDQgAEc0lfvQBLr0fuAN2uuDBayVYdA0zrrrsz/zaqSJ5goZuoaoJVnvBBL14o',
  'c/CmE2V6aW9gYrAYiTuL1JrgTnwHkaNTMFEwHQYDVR0OBBYEFFHfk/7SYDH8Ne1S',
  'LX+yBv3G9QpqMB8GA1UdIwQYMBaAFFHfk/7SYDH8Ne1SLX+yBv3G9QpqMA8GA1Ud',
  'EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgMbVxbTtYFE5b5E8ZrW0RjOg3',
  'jPiXGp5r/bpZJuN/9MICIF+2aj+DMNhbMWPTTropfCwj/PkxI0yTzHH3S/uUTM7s',
  '-----END CERTIFICATE-----',
].join('\n')

const saml = {
  idpEntityId: 'https://idp.test/entity',
  idpSsoUrl: 'https://idp.test/sso',
  idpCertificate,
  provider: 'Okta' as IdpProvider,
}
const oidc = {
  orgId: acme.orgId,
  clientId: 'client',
  clientSecret: 'secret',
  usesPkce: true,
  idpType: 'Generic' as const,
  authUrl: 'https://idp.test/authorize',
  tokenUrl: 'https://idp.test/token',
  userinfoUrl: 'https://idp.test/userinfo',
}

const { emulator, apis } = officialSdk()

/** Configured, in test mode. */
async function stateOf(orgId: string): Promise<readonly unknown[]> {
  const org = await apis.fetchOrg(orgId)
  return [org?.isSamlConfigured, org?.isSamlInTestMode]
}

describe('a SAML connection', () => {
  test('goes from none to test mode, to live, and to none', async () => {
    expect(await stateOf(acme.orgId)).toEqual([false, false])
    expect(await apis.setSamlIdpMetadata(acme.orgId, saml)).toBe(true)
    expect(await stateOf(acme.orgId)).toEqual([true, true])
    expect(await apis.samlGoLive(acme.orgId)).toBe(true)
    expect(await stateOf(acme.orgId)).toEqual([true, false])
    expect(await apis.deleteSamlConnection(acme.orgId)).toBe(true)
    expect(await stateOf(acme.orgId)).toEqual([false, false])
    expect(await stateOf(globex.orgId)).toEqual([false, false])
  })

  test('that does not exist cannot go live and cannot be deleted', async () => {
    for (const orgId of [acme.orgId, unknown]) {
      expect(await apis.samlGoLive(orgId)).toBe(false)
      expect(await apis.deleteSamlConnection(orgId)).toBe(false)
    }
    expect(await apis.setSamlIdpMetadata(unknown, saml)).toBe(false)
  })

  test('that is live stays so when its provider changes, unless the project says otherwise', async () => {
    await apis.setSamlIdpMetadata(acme.orgId, saml)
    await apis.samlGoLive(acme.orgId)
    await apis.setSamlIdpMetadata(acme.orgId, { ...saml, idpSsoUrl: 'https://idp.test/other' })
    expect(await stateOf(acme.orgId)).toEqual([true, false])
    emulator.changeSettings({ sso_changed_connection: 'test-mode' })
    await apis.setSamlIdpMetadata(acme.orgId, saml)
    expect(await stateOf(acme.orgId)).toEqual([true, true])
  })

  test('in lists, and in the answer for an API key', async () => {
    await apis.setSamlIdpMetadata(acme.orgId, saml)
    const { body } = await backend(emulator, 'POST', 'org/query', { order_by: 'NAME' })
    const configured = body.orgs.map((org: { is_saml_configured: boolean }) => org.is_saml_configured)
    expect(configured).toEqual([true, false])
    const { apiKeyToken } = await apis.createApiKey({ orgId: acme.orgId })
    expect((await apis.validateOrgApiKey(apiKeyToken)).org).toMatchObject({ isSamlConfigured: true })
  })

  test.each([
    [{ idpEntityId: '' }, 'idp_entity_id'],
    [{ idpSsoUrl: 'idp.test' }, 'idp_sso_url'],
    [{ idpSsoUrl: 'javascript:alert(1)' }, 'idp_sso_url'],
    [{ idpSsoUrl: 'https://user:pass@idp.test/' }, 'idp_sso_url'],
    [{ idpCertificate: 'no certificate' }, 'idp_certificate'],
    [{ idpCertificate: ecCertificate }, 'idp_certificate'],
    [{ idpCertificate: idpCertificate.replace('MII', 'AAA') }, 'idp_certificate'],
    [{ provider: 'Acme' as IdpProvider }, 'provider'],
  ])('with %o is refused with the name of the field', async (change, field) => {
    const failure = await apis.setSamlIdpMetadata(acme.orgId, { ...saml, ...change }).catch((error) => error)
    expect(failure).toBeInstanceOf(UpdateOrgException)
    expect(Object.keys(JSON.parse(failure.message))).toEqual([field])
    expect(await stateOf(acme.orgId)).toEqual([false, false])
  })

  test('without any field is refused with the names of all', async () => {
    const { status, body } = await backend(emulator, 'POST', 'saml_idp_metadata', {})
    const fields = ['org_id', 'idp_entity_id', 'idp_sso_url', 'idp_certificate', 'provider']
    expect([status, Object.keys(body)]).toEqual([400, fields])
  })

  test('has the addresses of the service under the auth URL', async () => {
    const metadata = await apis.fetchSamlSpMetadata(acme.orgId)
    const base = `${emulator.authUrl}/saml/${acme.orgId}`
    expect(metadata).toEqual({
      entityId: `${base}/metadata`,
      acsUrl: `${base}/acs`,
      logoutUrl: `${base}/logout`,
    })
    await expect(apis.fetchSamlSpMetadata(unknown)).rejects.toThrow()
    expect((await backend(emulator, 'GET', `saml_sp_metadata/${unknown}`)).status).toBe(404)
  })

  test('can be set up with a link', async () => {
    const { url } = await apis.createOrgSamlConnectionLink(acme.orgId, 60)
    expect(new URL(url).origin).toBe(emulator.authUrl)
    const path = `org/${acme.orgId}/create_saml_connection_link`
    expect((await backend(emulator, 'POST', path)).body.url).not.toBe(url)
    expect((await backend(emulator, 'POST', path, { expires_in_seconds: 0 })).status).toBe(400)
    const other = `org/${unknown}/create_saml_connection_link`
    expect((await backend(emulator, 'POST', other, {})).status).toBe(404)
  })

  test('ends with its organization', async () => {
    await apis.setSamlIdpMetadata(acme.orgId, saml)
    await apis.deleteOrg(acme.orgId)
    expect(await apis.samlGoLive(acme.orgId)).toBe(false)
  })
})

describe('an OpenID Connect connection', () => {
  const okta = { ...oidc, idpType: 'Okta' as const, oktaSsoDomain: 'acme.okta.com' }
  const azure = { ...oidc, idpType: 'Azure' as const, entraTenantId: 'tenant' }

  test.each([
    ['Generic', oidc],
    ['Okta', okta],
    ['Azure', azure],
  ] as const)('of the type %s goes live', async (_, request) => {
    expect(await apis.setOidcIdpMetadata(request)).toBe(true)
    expect(await stateOf(acme.orgId)).toEqual([true, true])
    expect(await apis.samlGoLive(acme.orgId)).toBe(true)
    expect(await stateOf(acme.orgId)).toEqual([true, false])
  })

  test('replaces a SAML connection, in test mode', async () => {
    await apis.setSamlIdpMetadata(acme.orgId, saml)
    await apis.samlGoLive(acme.orgId)
    await apis.setOidcIdpMetadata(oidc)
    expect(await stateOf(acme.orgId)).toEqual([true, true])
  })

  test.each([
    [{ ...oidc, clientId: '' }, ['client_id']],
    [{ ...oidc, authUrl: '', tokenUrl: 'x' }, ['auth_url', 'token_url']],
    [{ ...okta, oktaSsoDomain: 'https://acme.okta.com' }, ['okta_sso_domain']],
    [{ ...azure, entraTenantId: '' }, ['entra_tenant_id']],
    [{ ...oidc, idpType: 'Ping' as 'Okta', oktaSsoDomain: '' }, ['idp_type']],
  ])('%#: a wrong field is named', async (request, fields) => {
    const failure = await apis.setOidcIdpMetadata(request).catch((error) => error)
    expect(failure).toBeInstanceOf(UpdateOrgException)
    expect(Object.keys(JSON.parse(failure.message))).toEqual(fields)
  })

  test('of an unknown organization is false', async () => {
    expect(await apis.setOidcIdpMetadata({ ...oidc, orgId: unknown })).toBe(false)
  })
})

test('an organization becomes isolated', async () => {
  const isolate = (org_id: string) => backend(emulator, 'POST', 'isolate_org', { org_id })
  emulator.changeSettings({ org_isolation: 'marked' })
  expect((await backend(emulator, 'GET', `org/${acme.orgId}`)).body.isolated).toBe(false)
  expect(await isolate(acme.orgId)).toMatchObject({ status: 200, body: {} })
  expect((await backend(emulator, 'GET', `org/${acme.orgId}`)).body.isolated).toBe(true)
  expect((await isolate(unknown)).status).toBe(404)
  expect((await isolate('x')).status).toBe(400)
})

describe('SCIM groups', () => {
  const seed: Seed = {
    users: ['a', 'b', 'c'].map((key) => ({ key, email: `${key}@x.test` })),
    orgs: [
      {
        key: 'o',
        name: 'O',
        scim_groups: [
          { name: 'All', external_id: 'e-1', members: ['c', 'a', 'b'] },
          { name: 'Some', members: ['b'] },
          { name: 'None' },
        ],
      },
      { key: 'p', name: 'P', scim_groups: [{ name: 'Other' }] },
    ],
  }
  const orgId = derivedUuid('org', 'o')
  const idOf = (key: string) => derivedUuid('user', key)
  const groupId = (name: string) => derivedUuid('scim_group', `o ${name}`)
  beforeEach(() => emulator.reset({ seed }))

  test('are listed in pages, with a filter by user', async () => {
    expect(await apis.fetchOrgScimGroups({ orgId, pageSize: 2 })).toEqual({
      groups: [
        { groupId: groupId('All'), displayName: 'All', externalIdFromIdp: 'e-1' },
        { groupId: groupId('Some'), displayName: 'Some' },
      ],
      pageNumber: 0,
      pageSize: 2,
      totalGroups: 3,
    })
    const second = await apis.fetchOrgScimGroups({ orgId, pageSize: 2, pageNumber: 1 })
    expect(second.groups.map(({ displayName }) => displayName)).toEqual(['None'])
    const ofUser = await apis.fetchOrgScimGroups({ orgId, userId: idOf('a') })
    expect(ofUser).toMatchObject({ groups: [{ displayName: 'All' }], totalGroups: 1 })
  })

  test('have pages of members, oldest user first', async () => {
    const request = { orgId, groupId: groupId('All') }
    const group = await apis.fetchScimGroup({ ...request, membersPageSize: 2 })
    expect(group).toMatchObject({ displayName: 'All', members: [{ userId: idOf('a') }, { userId: idOf('b') }] })
    const rest = await apis.fetchScimGroup({ ...request, membersPageSize: 2, membersPageNumber: 1 })
    expect(rest.members).toEqual([{ userId: idOf('c') }])
    await apis.deleteUser(idOf('c'))
    expect((await apis.fetchScimGroup(request)).members).toHaveLength(2)
  })

  test('are added, replaced and removed over the control API', async () => {
    const control = (method: string, path: string, body?: object) =>
      emulator.fetch(`${emulator.authUrl}/_emulator/${path}`, {
        method,
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
    const { id } = await (await control('POST', 'scim_groups', { org: 'o', name: 'New', members: ['a'] })).json()
    expect(await apis.fetchScimGroup({ orgId, groupId: id })).toMatchObject({ members: [{ userId: idOf('a') }] })
    await control('POST', 'scim_groups', { id, org: 'o', name: 'Renamed', externalId: 'e', members: ['b@x.test'] })
    const renamed = { displayName: 'Renamed', externalIdFromIdp: 'e', members: [{ userId: idOf('b') }] }
    expect(await apis.fetchScimGroup({ orgId, groupId: id })).toMatchObject(renamed)
    expect((await control('DELETE', `scim_groups?id=${id}`)).status).toBe(200)
    expect((await control('DELETE', `scim_groups?id=${id}`)).status).toBe(404)
    expect((await control('POST', 'scim_groups', { org: 'o', name: ' ', members: [] })).status).toBe(400)
  })

  test('of another organization, and unknown ones, are 404', async () => {
    const get = (path: string) => backend(emulator, 'GET', `scim/${path}`)
    expect((await get(`${unknown}/groups`)).status).toBe(404)
    expect((await get(`${orgId}/groups/${unknown}`)).status).toBe(404)
    expect((await get(`${derivedUuid('org', 'p')}/groups/${groupId('All')}`)).status).toBe(404)
    expect((await get(`${orgId}/groups?page_size=101`)).status).toBe(400)
    expect((await get(`${orgId}/groups/${groupId('All')}?members_page_size=0`)).status).toBe(400)
  })
})

test('without organizations every one of these operations is 426', async () => {
  emulator.changeSettings({ has_orgs: false })
  const calls = [
    ['POST', `org/${acme.orgId}/create_saml_connection_link`],
    ['GET', `saml_sp_metadata/${acme.orgId}`],
    ['POST', 'saml_idp_metadata'],
    ['POST', `saml_idp_metadata/go_live/${acme.orgId}`],
    ['DELETE', `saml_idp_metadata/${acme.orgId}`],
    ['POST', 'oidc_idp_metadata'],
    ['POST', 'isolate_org'],
    ['GET', `scim/${acme.orgId}/groups`],
    ['GET', `scim/${acme.orgId}/groups/${unknown}`],
  ] as const
  for (const [method, path] of calls) expect((await backend(emulator, method, path)).status, path).toBe(426)
})

describe('updateOrg with 0', () => {
  const add = (user: string) => apis.addUserToOrg({ userId: user, orgId: acme.orgId, role: 'Member' })

  test('removes the limit of members', async () => {
    await apis.updateOrg({ orgId: acme.orgId, maxUsers: 4 })
    await expect(add(PERSONAS.noOrg.userId)).rejects.toThrow(/full/)
    await apis.updateOrg({ orgId: acme.orgId, maxUsers: 0 })
    expect((await apis.fetchOrg(acme.orgId))?.maxUsers).toBeUndefined()
    expect(await add(PERSONAS.noOrg.userId)).toBe(true)
  })

  test('allows no further member where the project says so', async () => {
    emulator.changeSettings({ org_zero_max_users: 'full' })
    await apis.updateOrg({ orgId: acme.orgId, maxUsers: 0 })
    expect((await apis.fetchOrg(acme.orgId))?.maxUsers).toBe(0)
    await expect(add(PERSONAS.noOrg.userId)).rejects.toThrow(/full/)
  })

  test('as numbers of the password rotation is stored', async () => {
    const zero = { passwordRotationEnabled: true, passwordRotationHistorySize: 0, passwordRotationPeriod: 0 }
    await apis.updateOrg({ orgId: acme.orgId, ...zero })
    expect(await apis.fetchOrg(acme.orgId)).toMatchObject(zero)
  })
})
