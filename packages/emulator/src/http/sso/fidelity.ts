import type { RouteFidelity } from '../fidelity.js'

/** How the logins at identity providers are known. The providers themselves are fake. */
export const SSO_FIDELITY: readonly RouteFidelity[] = [
  {
    title: 'Social login',
    calls: ['loginWithSocialProvider'],
    routes: ['GET /:provider/login', 'GET //:provider/login', 'GET /:provider/callback'],
    from: ['recorded'],
    assumed: 'the address of the callback; a new user follows the rules of sign-ups',
  },
  {
    title: 'Login by SAML',
    routes: [
      'GET /saml/:org_id/metadata',
      'GET /saml/:org_id/login',
      'POST /saml/:org_id/acs',
      'GET /saml/:org_id/logout',
    ],
    from: ['documented'],
    assumed: 'where a login starts; whom a provider may log in: `sso_trust_level`; no second factor is asked for',
  },
  {
    title: 'Login by OpenID Connect',
    routes: ['GET /sso/callback'],
    from: ['assumed'],
    assumed: 'whom a provider may log in: `sso_trust_level`; no second factor is asked for',
  },
  {
    title: 'Page of a set-up link',
    calls: ['createOrgSamlConnectionLink'],
    routes: [
      'GET /saml/setup',
      'POST /saml/setup/fake_saml',
      'POST /saml/setup/fake_oidc',
      'POST /saml/setup/saml',
      'POST /saml/setup/go_live',
    ],
    from: ['assumed'],
  },
]
