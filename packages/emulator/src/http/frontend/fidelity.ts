import type { RouteFidelity } from '../fidelity.js'

const LOGIN =
  'the cookies of a login that waits for its second step, and of a browser that is remembered; `lockout_attempts`'

/** How the frontend API is known. Statuses and texts of all errors are assumed: the official client goes by the codes. */
export const FRONTEND_FIDELITY: readonly RouteFidelity[] = [
  {
    title: 'State of the login',
    calls: ['fetchLoginState'],
    routes: ['GET /api/fe/v3/login_state'],
    from: ['recorded'],
    assumed: 'the order of the steps; what an app gets before a login is complete: `login_steps`',
  },
  {
    title: 'Login with a password',
    calls: ['emailPasswordLogin'],
    routes: ['POST /api/fe/v3/login'],
    from: ['recorded'],
    assumed: 'after how many wrong passwords an account is locked, and for how long: `lockout_attempts`',
  },
  {
    title: 'Login with a second factor',
    calls: ['verifyMfaForLogin', 'verifyMfaBackupCodeForLogin'],
    routes: ['POST /api/fe/v3/verify', 'POST /api/fe/v3/verify_backup'],
    from: ['recorded'],
    assumed: LOGIN,
  },
  {
    title: 'Login by mail',
    calls: ['passwordlessLogin'],
    routes: ['POST /api/fe/v3/login_passwordless'],
    from: ['recorded'],
  },
  {
    title: 'Login at the organization',
    calls: ['loginViaSamlForOrg'],
    routes: ['GET /api/fe/v3/login/check'],
    from: ['recorded'],
    assumed: 'the address where the login starts',
  },
  {
    title: 'Forgotten password',
    calls: ['sendForgotPasswordEmail'],
    routes: ['POST /api/fe/v3/forgot_password'],
    from: ['recorded'],
  },
  {
    title: 'Sign-up',
    calls: ['signup'],
    routes: ['POST /api/fe/v3/signup'],
    from: ['recorded'],
    assumed:
      'an invitation confirms the address; `turnstile_token` has no effect; a missing property is a step of the login; `user_property_checks`',
  },
  {
    title: 'Confirmation of the address',
    calls: ['resendEmailConfirmation'],
    routes: ['POST /api/fe/v3/resend_email_confirmation'],
    from: ['recorded'],
  },
  {
    title: 'Profile',
    calls: ['updateUserMetadata'],
    routes: ['POST /api/fe/v3/update_metadata'],
    from: ['recorded'],
    assumed: '`properties` are merged, and null removes one; `user_property_checks`',
  },
  {
    title: 'Address and password',
    calls: ['updateEmail', 'updatePassword'],
    routes: ['POST /api/fe/v3/update_email', 'POST /api/fe/v3/update_password'],
    from: ['recorded'],
    assumed: 'which passwords the history of a rotation has; `lockout_attempts`',
  },
  {
    title: 'Deletion of the account',
    calls: ['deleteAccount'],
    routes: ['DELETE /api/fe/v3/delete_me'],
    from: ['recorded'],
  },
  {
    title: 'Second factor',
    calls: ['fetchMfaStatusWithNewSecret', 'enableMfa', 'disableMfa'],
    routes: ['POST /api/fe/v3/security_status', 'POST /api/fe/v3/mfa_enable', 'POST /api/fe/v3/mfa_disable'],
    from: ['recorded'],
    assumed: 'ten backup codes',
  },
  {
    title: 'New and joined organizations',
    calls: ['createOrg', 'fetchJoinableOrgs', 'joinOrg'],
    routes: ['POST /api/fe/v3/create_org', 'GET /api/fe/v3/joinable_orgs', 'POST /api/fe/v3/join_org/:id'],
    from: ['recorded'],
    assumed: 'whether users of a domain join without a question: `org_domain_autojoin`',
  },
  {
    title: 'Settings of an organization',
    calls: ['fetchOrgSettings', 'updateOrgSettings', 'deleteOrg'],
    routes: ['GET /api/fe/v3/org_settings', 'POST /api/fe/v3/update_org_metadata', 'DELETE /api/fe/v3/delete_org'],
    from: ['recorded'],
    assumed: 'which permission allows which change; SCIM is off',
  },
  {
    title: 'Members and invitations',
    calls: ['fetchOrgMembers', 'fetchPendingOrgInvites', 'fetchExpiredOrgInvites'],
    routes: [
      'GET /api/fe/v3/org_membership/:id/members',
      'GET /api/fe/v3/org_membership/:id/pending_invites',
      'GET /api/fe/v3/org_membership/:id/expired_invites',
    ],
    from: ['recorded'],
  },
  {
    title: 'Changes of members',
    calls: ['inviteUserToOrg', 'revokeUserOrgInvitation', 'updateUserRoleInOrg', 'removeUserFromOrg'],
    routes: [
      'POST /api/fe/v3/invite_user',
      'POST /api/fe/v3/revoke_user_invitation',
      'POST /api/fe/v3/change_role',
      'POST /api/fe/v3/remove_user',
    ],
    from: ['recorded'],
    assumed: 'a member manages members with roles up to the own one; everyone can leave',
  },
  {
    title: 'API keys',
    calls: [
      'fetchPersonalApiKeys',
      'fetchOrgApiKeys',
      'createPersonalApiKey',
      'createOrgApiKey',
      'updateApiKey',
      'deleteApiKey',
    ],
    routes: [
      'GET /api/fe/v3/personal_api_keys',
      'GET /api/fe/v3/org_api_keys',
      'POST /api/fe/v3/api_keys',
      'PATCH /api/fe/v3/api_keys/:id',
      'DELETE /api/fe/v3/api_keys/:id',
    ],
    from: ['recorded'],
  },
]
