import { expect } from 'vitest'
import { generateSigningKey } from '../../src/index.js'
import { certificatePem } from '../../src/store/certificate.js'
import { readSigningKey } from '../../src/store/signing-key.js'
import { browser, callControl } from '../fixture.js'
import { acme, type Calls, member, type World } from './world.js'

const idpCertificate = certificatePem(readSigningKey(generateSigningKey()), 'idp.test')
const saml = {
  idpEntityId: 'https://idp.test/entity',
  idpSsoUrl: 'https://idp.test/sso',
  idpCertificate,
  provider: 'Okta',
} as const
const samlOnWire = {
  org_id: acme.orgId,
  idp_entity_id: saml.idpEntityId,
  idp_sso_url: saml.idpSsoUrl,
  idp_certificate: idpCertificate,
  provider: 'Okta',
}

const stateOf = async ({ ask }: World): Promise<readonly boolean[]> => {
  const org = await ask('GET', `org/${acme.orgId}`)
  return [org.is_saml_configured, org.is_saml_in_test_mode]
}

/** A group of a directory, over the control API. */
async function makeGroup({ emulator }: World): Promise<string> {
  const group = { org: 'acme', name: 'Staff', externalId: 'e-1', members: ['member'] }
  return (await callControl(emulator, 'POST', 'scim_groups', group)).body.id
}

/** Enterprise SSO and directories. */
export const sso = {
  async allowOrgToSetupSamlConnection({ sdk, ask }) {
    expect(await sdk.allowOrgToSetupSamlConnection(acme.orgId)).toBe(true)
    expect(await ask('GET', `org/${acme.orgId}`)).toMatchObject({ can_setup_saml: true })
  },
  async disallowOrgToSetupSamlConnection({ sdk, ask }) {
    await ask('POST', `org/${acme.orgId}/allow_saml`)
    expect(await sdk.disallowOrgToSetupSamlConnection(acme.orgId)).toBe(true)
    expect(await ask('GET', `org/${acme.orgId}`)).toMatchObject({ can_setup_saml: false })
  },
  async createOrgSamlConnectionLink({ sdk, emulator }) {
    const { url } = await sdk.createOrgSamlConnectionLink(acme.orgId, 60)
    const { status, body } = await browser(emulator).get(url)
    expect([status, body]).toEqual([200, expect.stringContaining('Single sign-on of Acme')])
  },
  async fetchSamlSpMetadata({ sdk, emulator }) {
    const { entityId, acsUrl, logoutUrl } = await sdk.fetchSamlSpMetadata(acme.orgId)
    const { status, body } = await browser(emulator).get(entityId)
    expect([status, body]).toEqual([200, expect.stringContaining(`Location="${acsUrl}"`)])
    expect((await browser(emulator).get(logoutUrl)).status).toBe(200)
  },
  async setSamlIdpMetadata(world) {
    expect(await world.sdk.setSamlIdpMetadata(acme.orgId, saml)).toBe(true)
    expect(await stateOf(world)).toEqual([true, true])
  },
  async samlGoLive(world) {
    await world.ask('POST', 'saml_idp_metadata', samlOnWire)
    expect(await world.sdk.samlGoLive(acme.orgId)).toBe(true)
    expect(await stateOf(world)).toEqual([true, false])
  },
  async deleteSamlConnection(world) {
    await world.ask('POST', 'saml_idp_metadata', samlOnWire)
    expect(await world.sdk.deleteSamlConnection(acme.orgId)).toBe(true)
    expect(await stateOf(world)).toEqual([false, false])
  },
  async setOidcIdpMetadata(world) {
    const client = { orgId: acme.orgId, clientId: 'client', clientSecret: 'secret', usesPkce: true }
    const okta = { ...client, idpType: 'Okta', oktaSsoDomain: 'acme.okta.com' } as const
    expect(await world.sdk.setOidcIdpMetadata(okta)).toBe(true)
    expect(await stateOf(world)).toEqual([true, true])
  },
  async fetchOrgScimGroups(world) {
    const groupId = await makeGroup(world)
    const page = await world.sdk.fetchOrgScimGroups({ orgId: acme.orgId, userId: member.userId })
    expect(page.groups).toEqual([{ groupId, displayName: 'Staff', externalIdFromIdp: 'e-1' }])
    expect(page.totalGroups).toBe(1)
  },
  async fetchScimGroup(world) {
    const groupId = await makeGroup(world)
    const group = await world.sdk.fetchScimGroup({ orgId: acme.orgId, groupId })
    expect(group).toMatchObject({ displayName: 'Staff', members: [{ userId: member.userId }] })
  },
} satisfies Calls
