import { onOrg, orgId, page, pagination, type Samples, userData, userId } from './sample.js'

const organization = {
  org_id: orgId,
  name: 'Acme',
  url_safe_org_slug: 'acme',
  can_setup_saml: true,
  is_saml_configured: false,
  is_saml_in_test_mode: false,
  max_users: 10,
  metadata: userData,
  domain: 'acme.test',
  extra_domains: ['acme.example'],
  domain_autojoin: true,
  domain_restrict: false,
  custom_role_mapping_name: null,
  legacy_org_id: 'old-7',
  password_rotation_enabled: true,
  password_rotation_history_size: 3,
  password_rotation_period: 90,
}

export const orgSamples = {
  fetchOrg: { calls: [[orgId]], result: organization },
  fetchOrgByQuery: {
    calls: [
      [{}],
      [{ pageSize: 7, pageNumber: 0, orderBy: 'NAME', name: 'A', legacyOrgId: 'old', domain: 'acme.test' }],
    ],
    result: {
      orgs: [
        {
          org_id: orgId,
          name: 'Acme',
          max_users: 10,
          is_saml_configured: true,
          legacy_org_id: 'old',
          metadata: { plan: 'pro' },
          custom_role_mapping_name: 'Enterprise',
          created_at: 1_645_131_680,
        },
      ],
      total_orgs: 21,
      ...page,
    },
  },
  fetchCustomRoleMappings: {
    calls: [[]],
    result: { custom_role_mappings: [{ custom_role_mapping_name: 'Enterprise', num_orgs_subscribed: 3 }] },
  },
  createOrg: {
    calls: [
      [{ name: 'Acme' }],
      [{ name: 'Acme', domain: '', maxUsers: 0 }],
      [
        {
          name: 'Acme',
          domain: 'acme.test',
          enableAutoJoiningByDomain: true,
          membersMustHaveMatchingDomain: true,
          maxUsers: 10,
          customRoleMappingName: 'Enterprise',
          legacyOrgId: 'old',
        },
      ],
    ],
    result: { org_id: orgId, name: 'Acme' },
  },
  updateOrg: {
    calls: [
      [{ orgId }],
      [
        {
          orgId,
          name: 'Acme',
          canSetupSaml: true,
          maxUsers: 0,
          metadata: userData,
          canJoinOnEmailDomainMatch: false,
          membersMustHaveEmailDomainMatch: true,
          domain: 'acme.test',
          legacyOrgId: 'old',
          require2faBy: '2030-01-01 00:00:00 UTC',
          extraDomains: ['acme.example'],
          passwordRotationEnabled: true,
          passwordRotationHistorySize: 3,
          passwordRotationPeriod: 90,
        },
      ],
    ],
    result: undefined,
  },
  subscribeOrgToRoleMapping: { calls: [[orgId, 'Enterprise']], result: undefined },
  deleteOrg: onOrg,
  migrateOrgToIsolated: onOrg,
  addUserToOrg: {
    calls: [[{ userId, orgId, role: 'Admin' }], [{ userId, orgId, role: 'Admin', additionalRoles: ['Billing'] }]],
    result: undefined,
  },
  changeUserRoleInOrg: {
    calls: [[{ userId, orgId, role: 'Admin' }], [{ userId, orgId, role: 'Admin', additionalRoles: ['Billing'] }]],
    result: undefined,
  },
  removeUserFromOrg: { calls: [[{ userId, orgId }]], result: undefined },
  inviteUserToOrg: {
    calls: [
      [{ orgId, email: 'a@b.test', role: 'Admin' }],
      [{ orgId, email: 'a@b.test', role: 'Admin', additionalRoles: ['Billing'] }],
    ],
    result: undefined,
  },
  inviteUserToOrgByUserId: {
    calls: [[{ orgId, userId, role: 'Admin' }], [{ orgId, userId, role: 'Admin', additionalRoles: ['Billing'] }]],
    result: undefined,
  },
  fetchPendingInvites: {
    calls: [[], [{ orgId }], [{ orgId, pageSize: 0, pageNumber: 0 }], [{ orgId, ...pagination }]],
    result: {
      invites: [
        {
          invitee_email: 'a@b.test',
          org_id: orgId,
          org_name: 'Acme',
          role_in_org: 'Admin',
          additional_roles_in_org: ['Billing'],
          created_at: 1,
          expires_at: 2,
          inviter_email: 'b@b.test',
          inviter_user_id: userId,
        },
      ],
      total_invites: 21,
      ...page,
    },
  },
  revokePendingOrgInvite: { calls: [[{ orgId, inviteeEmail: 'a@b.test' }]], result: undefined },
  allowOrgToSetupSamlConnection: onOrg,
  disallowOrgToSetupSamlConnection: onOrg,
} satisfies Partial<Samples>
