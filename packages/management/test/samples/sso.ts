import { onOrg, orgId, pagination, type Samples, userId } from './sample.js'

export const ssoSamples = {
  createOrgSamlConnectionLink: { calls: [[orgId], [orgId, 3600]], result: { url: 'https://auth.example.com/saml' } },
  fetchSamlSpMetadata: {
    calls: [[orgId]],
    result: { entity_id: 'https://a', acs_url: 'https://b', logout_url: 'https://c' },
  },
  setSamlIdpMetadata: {
    calls: [
      [
        orgId,
        {
          idpEntityId: 'e',
          idpSsoUrl: 'https://s',
          idpCertificate: '-----BEGIN CERTIFICATE-----\n',
          provider: 'JumpCloud',
        },
      ],
    ],
    result: undefined,
  },
  samlGoLive: onOrg,
  deleteSamlConnection: onOrg,
  setOidcIdpMetadata: {
    calls: [
      [
        {
          orgId,
          clientId: 'c',
          clientSecret: 's',
          usesPkce: true,
          idpType: 'Generic',
          authUrl: 'https://a',
          tokenUrl: 'https://t',
          userinfoUrl: 'https://u',
        },
      ],
      [{ orgId, clientId: 'c', clientSecret: 's', usesPkce: false, idpType: 'Okta', oktaSsoDomain: 'acme.okta.test' }],
      [{ orgId, clientId: 'c', clientSecret: 's', usesPkce: false, idpType: 'Azure', entraTenantId: 't' }],
    ],
    result: undefined,
  },
  fetchOrgScimGroups: {
    calls: [[{ orgId }], [{ orgId, userId, ...pagination }]],
    result: {
      groups: [{ group_id: 'g', display_name: 'Engineers', external_id_from_idp: 'x' }],
      page_number: 0,
      page_size: 10,
      total_groups: 1,
    },
  },
  fetchScimGroup: {
    calls: [[{ orgId, groupId: 'group-1' }], [{ orgId, groupId: 'group-1', membersPageSize: 7, membersPageNumber: 3 }]],
    result: { group_id: 'group-1', display_name: 'Engineers', members: [{ user_id: userId }] },
  },
} satisfies Partial<Samples>
