import type { RouteFidelity } from '../fidelity.js'

/** How the hosted pages of accounts and organizations are known. The addresses of forms are the emulator's. */
export const SELF_SERVICE_FIDELITY: readonly RouteFidelity[] = [
  {
    title: 'Account',
    calls: ['getAccountPageUrl', 'redirectToAccountPage'],
    routes: [
      'GET /account',
      'POST /account/profile',
      'POST /account/email',
      'POST /account/join',
      'POST /account/delete',
      'POST /logout',
    ],
    from: ['recorded'],
    assumed: 'which properties are shown, and which can be changed; pictures cannot be uploaded',
  },
  {
    title: 'Security of the account',
    routes: [
      'GET /account/security',
      'POST /account/password',
      'POST /account/mfa/enable',
      'POST /account/mfa/disable',
    ],
    from: ['assumed'],
    assumed: 'ten backup codes',
  },
  {
    title: 'API keys of the account',
    routes: ['GET /account/api_keys', 'POST /account/api_keys', 'POST /account/api_keys/delete'],
    from: ['assumed'],
  },
  {
    title: 'New organization',
    calls: ['getCreateOrgPageUrl', 'redirectToCreateOrgPage'],
    routes: ['GET /create_org', 'POST /create_org'],
    from: ['recorded'],
    assumed: 'whether users of a domain join without a question: `org_domain_autojoin`',
  },
  {
    title: 'What is left of a login',
    routes: ['GET /login/steps', 'POST /login/steps'],
    from: ['assumed'],
    assumed: 'the order of the steps; what an app gets before they are done: `login_steps`',
  },
  {
    title: 'Members of an organization',
    calls: ['getOrgPageUrl', 'redirectToOrgPage'],
    routes: [
      'GET /org',
      'POST /org/members/role',
      'POST /org/members/remove',
      'POST /org/invite',
      'POST /org/invites/revoke',
    ],
    from: ['recorded'],
    assumed: 'a member manages members with roles up to the own one; everyone can leave',
  },
  {
    title: 'Settings of an organization',
    calls: ['getOrgSettingsPageUrl', 'redirectToOrgSettingsPage'],
    routes: [
      'GET /org/settings',
      'GET /org/settings/:id',
      'POST /org/settings/:id/name',
      'POST /org/settings/:id/access',
      'POST /org/settings/:id/delete',
    ],
    from: ['recorded'],
    assumed: 'which permission allows which change',
  },
  {
    title: 'API keys of an organization',
    calls: ['redirectToOrgApiKeysPage'],
    routes: ['GET /org/api_keys', 'GET /org/api_keys/:id', 'POST /org/api_keys/:id', 'POST /org/api_keys/:id/delete'],
    from: ['recorded'],
  },
  {
    title: 'Set-up of single sign-on',
    calls: ['getSetupSAMLPageUrl', 'redirectToSetupSAMLPage'],
    routes: ['GET /saml'],
    from: ['recorded'],
    assumed: 'for members with `can_setup_saml` of an organization that may have it',
  },
]
