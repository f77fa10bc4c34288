import type { Page } from 'playwright-core'
import { SOCIAL_PROVIDER_NAMES } from '../../src/domain/project/social-providers.js'
import { rt } from '../fixture.js'
import { idOf, PASSWORD, type State } from './state.js'

/** A page in one of its states. */
export interface PageCase {
  /** Of its picture and its snapshot. */
  readonly name: string
  /** Routes that it stands for, beside the one of its path: those that redirect to it, or that are like it. */
  readonly routes?: readonly string[]
  readonly server?: keyof State['servers']
  /** Who is signed in. Default: no user. */
  readonly as?: keyof State['sessions']
  readonly path: string | ((state: State) => string)
  /** What leads on from there to the page. */
  readonly steps?: (page: Page) => Promise<unknown>
  readonly status?: number
  /** A part of the first heading: the page is not another one, such as that of an error. */
  readonly heading: string
}

/** Submits the form of a button. Resolves when the next page has begun. */
const press = (page: Page, name: string) =>
  Promise.all([page.waitForEvent('framenavigated'), page.getByRole('button', { name, exact: true }).click()])

/** Fills fields in by their labels, and submits the form. */
const fill =
  (fields: Readonly<Record<string, string>>, button: string) =>
  async (page: Page): Promise<void> => {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value)
    await press(page, button)
  }

const logIn = (email: string) => fill({ Email: email, Password: PASSWORD }, 'Log in')

const wrongCode = fill({ 'Six-digit code of your authenticator app': '000000' }, 'Continue')

const initech = idOf.org('initech')

/** Where users log in, sign up and confirm addresses. */
const LOGIN: readonly PageCase[] = [
  { name: 'login', path: '/login', heading: 'Log in' },
  { name: 'login-without-users', server: 'empty', path: '/login', heading: 'Log in' },
  { name: 'login-from-elsewhere', path: `/login?${rt('https://other.test/')}`, heading: 'Log in' },
  { name: 'login-wrong', path: '/login', steps: logIn('unknown@x.test'), status: 401, heading: 'Log in' },
  { name: 'login-unconfirmed', path: '/login', steps: logIn('uma@x.test'), status: 403, heading: 'Confirm your email' },
  { name: 'second-factor', path: '/login', steps: logIn('tina@x.test'), heading: 'Two-factor authentication' },
  {
    name: 'second-factor-wrong',
    path: '/login',
    steps: async (page) => {
      await logIn('tina@x.test')(page)
      await wrongCode(page)
    },
    status: 401,
    heading: 'Two-factor authentication',
  },
  { name: 'second-factor-sms', path: '/login', steps: logIn('phil@x.test'), heading: 'Two-factor authentication' },
  {
    name: 'login-step-password',
    routes: ['/login/steps'],
    path: '/login',
    steps: logIn('pete@x.test'),
    heading: 'Set a new password',
  },
  { name: 'login-step-factor', path: '/login', steps: logIn('mona@x.test'), heading: 'Set up two-factor' },
  { name: 'login-step-profile', path: '/login', steps: logIn('prue@x.test'), heading: 'Complete your profile' },
  { name: 'login-step-org', path: '/login', steps: logIn('nora@x.test'), heading: 'Create an organization' },
  { name: 'login-link', path: '/login/link', heading: 'Log in without a password' },
  {
    name: 'login-link-sent',
    path: '/login/link',
    steps: fill({ Email: 'olga@initech.test' }, 'Email me a link'),
    heading: 'Log in without a password',
  },
  { name: 'signup', path: '/signup', heading: 'Sign up' },
  {
    name: 'signup-refused',
    path: '/signup',
    steps: fill({ Email: 'olga@initech.test', Password: PASSWORD }, 'Sign up'),
    status: 400,
    heading: 'Sign up',
  },
  {
    name: 'signup-property-refused',
    path: '/signup',
    steps: fill({ Email: 'new@x.test', Password: PASSWORD, 'Layout (optional)': '{' }, 'Sign up'),
    status: 400,
    heading: 'Sign up',
  },
  { name: 'signup-without-schema', server: 'empty', path: '/signup', heading: 'Sign up' },
  { name: 'confirm-email-expired', path: '/confirm_email', status: 400, heading: 'Confirm your email' },
  { name: 'magic-link', path: ({ links }) => links.magic, heading: 'Log in' },
  { name: 'magic-link-expired', path: '/magic_link', status: 400, heading: 'Log in' },
  { name: 'forgot-password', path: '/forgot_password', heading: 'Forgot your password?' },
  {
    name: 'forgot-password-sent',
    path: '/forgot_password',
    steps: fill({ Email: 'olga@initech.test' }, 'Send a link'),
    heading: 'Forgot your password?',
  },
  { name: 'reset-password', path: ({ links }) => links.reset, heading: 'New password' },
  { name: 'reset-password-expired', path: '/reset_password', status: 400, heading: 'New password' },
  { name: 'invitation', as: 'carl', path: ({ links }) => links.invitation, heading: 'Join Globex?' },
  {
    name: 'invitation-of-another',
    as: 'olga',
    path: ({ links }) => links.invitation,
    status: 403,
    heading: 'Invitation to Globex',
  },
  { name: 'invitation-expired', path: '/invitation', status: 400, heading: 'Invitation' },
  { name: 'logout', as: 'olga', path: '/propelauth/oauth/logout', heading: 'Log out?' },
]

/** What users do with their account and their organizations. */
const SELF_SERVICE: readonly PageCase[] = [
  { name: 'account', as: 'olga', path: '/account', heading: 'Some One' },
  { name: 'account-security', as: 'olga', path: '/account/security', heading: 'Security' },
  { name: 'account-security-on', as: 'tina', path: '/account/security', heading: 'Security' },
  { name: 'account-keys', as: 'olga', path: '/account/api_keys', heading: 'API keys' },
  { name: 'account-keys-none', as: 'carl', path: '/account/api_keys', heading: 'API keys' },
  {
    name: 'account-key-created',
    as: 'olga',
    path: '/account/api_keys',
    steps: (page) => press(page, 'Create an API key'),
    heading: 'API keys',
  },
  { name: 'create-org', as: 'olga', path: '/create_org', heading: 'Create an organization' },
  { name: 'org', as: 'olga', path: `/org?id=${initech}`, heading: 'Initech' },
  { name: 'org-of-a-member', as: 'carl', path: `/org?id=${initech}`, heading: 'Initech' },
  { name: 'org-unknown', as: 'olga', path: `/org?id=${idOf.org('globex')}`, status: 404, heading: 'Organization' },
  {
    name: 'org-settings',
    routes: ['/org/settings'],
    as: 'olga',
    path: `/org/settings/${initech}`,
    heading: 'Initech',
  },
  { name: 'org-settings-of-a-member', as: 'carl', path: `/org/settings/${initech}`, heading: 'Initech' },
  { name: 'org-keys', routes: ['/org/api_keys'], as: 'olga', path: `/org/api_keys/${initech}`, heading: 'Initech' },
  { name: 'org-keys-refused', as: 'carl', path: `/org/api_keys/${initech}`, status: 403, heading: 'API keys' },
]

/** Logins at identity providers. */
const SSO: readonly PageCase[] = [
  { name: 'sso-set-up', path: ({ links }) => links.setup, heading: 'Single sign-on of Globex' },
  {
    name: 'sso-set-up-refused',
    path: ({ links }) => links.setup,
    steps: fill({ 'Entity id': 'x', 'Single sign-on URL': 'https://idp.test/', 'Certificate (PEM)': 'x' }, 'Save'),
    status: 400,
    heading: 'Single sign-on of Globex',
  },
  { name: 'sso-set-up-expired', path: '/saml/setup', status: 400, heading: 'Set up single sign-on' },
  {
    name: 'sso-set-up-forbidden',
    as: 'carl',
    path: `/saml?id=${initech}`,
    status: 403,
    heading: 'Set up single sign-on',
  },
  { name: 'sso-none', path: `/saml/${idOf.org('n1')}/login`, status: 404, heading: 'Single sign-on' },
  { name: 'sso-metadata-unknown', path: '/saml/x/metadata', status: 404, heading: 'Single sign-on' },
  { name: 'sso-logout', path: `/saml/${initech}/logout`, heading: 'Single sign-on' },
  { name: 'sso-expired', path: '/sso/callback', status: 400, heading: 'Single sign-on' },
  {
    name: 'fake-oidc',
    routes: ['/_emulator/idp/oidc'],
    path: `/saml/${initech}/login`,
    heading: 'Fake identity provider',
  },
  {
    name: 'fake-saml',
    routes: ['/_emulator/idp/saml'],
    path: `/saml/${idOf.org('soylent')}/login`,
    heading: 'Fake identity provider',
  },
  {
    name: 'fake-saml-answer',
    path: `/saml/${idOf.org('soylent')}/login`,
    steps: fill({ Email: 'carl@initech.test' }, 'Continue'),
    heading: 'Fake identity provider',
  },
  {
    name: 'sso-tested',
    path: ({ links }) => links.setup.replace('/saml/setup', `/saml/${idOf.org('globex')}/login`),
    steps: fill({ Email: 'carl@initech.test' }, 'Continue'),
    heading: 'The connection works',
  },
  {
    name: 'social-off',
    routes: SOCIAL_PROVIDER_NAMES.flatMap((name) => [`/${name}/login`, `//${name}/login`]),
    path: '/slack/login',
    status: 404,
    heading: 'Log in',
  },
  {
    name: 'social-expired',
    routes: SOCIAL_PROVIDER_NAMES.map((name) => `/${name}/callback`),
    path: '/google/callback',
    status: 400,
    heading: 'Log in',
  },
  {
    name: 'fake-social',
    routes: SOCIAL_PROVIDER_NAMES.map((name) => `/_emulator/idp/social/${name}`),
    path: '/google/login',
    heading: 'Fake Google',
  },
]

/** OAuth, and what is an error. */
const OAUTH_AND_ERRORS: readonly PageCase[] = [
  { name: 'consent', as: 'olga', path: ({ links }) => links.consent, heading: 'Allow access?' },
  {
    name: 'consent-refused',
    path: '/oauth/2.1/authorize?client_id=x&redirect_uri=x&state=x',
    status: 400,
    heading: 'Allow access',
  },
  {
    name: 'mcp-off',
    routes: [
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration/oauth/2.1',
      '/oauth/2.1/.well-known/oauth-authorization-server',
      '/oauth/2.1/.well-known/openid-configuration',
    ],
    server: 'empty',
    path: '/oauth/2.1/authorize',
    status: 404,
    heading: 'Not found',
  },
  { name: 'oauth-refused', path: '/propelauth/oauth/authorize', status: 400, heading: 'Allow access' },
  { name: 'ssr-refused', path: '/propelauth/ssr/authorize', status: 400, heading: 'Log in' },
  { name: 'unknown-path', path: '/nowhere', status: 501, heading: 'Not emulated' },
  { name: 'control-key', server: 'guarded', path: '/_emulator', status: 401, heading: 'Control key' },
]

/** A page of the dashboard, with the path below `/_emulator`. */
const tool = (name: string, path: PageCase['path'], heading: string, more: Partial<PageCase> = {}): PageCase => ({
  name: `dashboard-${name}`,
  path: typeof path === 'string' ? `/_emulator${path}` : (state) => `/_emulator${path(state)}`,
  heading,
  ...more,
})

const userPath = (key: string): string => `/users/${idOf.user(key)}`
const orgPath = (key: string): string => `/orgs/${idOf.org(key)}`

const DASHBOARD: readonly PageCase[] = [
  tool('start', '', 'Dashboard'),
  tool('users', '/users', 'Users'),
  tool('users-found', '/users?q=carl&state=locked', 'Users'),
  tool('users-refused', '/users?q=carl', 'Users', {
    steps: fill({ Email: 'olga@initech.test' }, 'Create'),
    status: 400,
  }),
  tool('user', userPath('olga'), 'Some One'),
  tool('user-with-factor', userPath('tina'), 'Some One'),
  tool('user-disabled', userPath('bob'), 'bob@acme.test'),
  tool('user-unknown', '/users/x', 'User', { status: 404 }),
  tool('orgs', '/orgs?page=2', 'Organizations'),
  tool('org', orgPath('initech'), 'Initech'),
  tool('org-in-test-mode', orgPath('globex'), 'Globex'),
  tool('org-new', orgPath('n1'), 'Organization n1'),
  tool('org-unknown', '/orgs/x', 'Organization', { status: 404 }),
  tool('roles', '/roles', 'Roles and permissions'),
  tool('role-refused', '/roles', 'Roles and permissions', {
    steps: async (page) => {
      await page.locator('summary', { hasText: 'Edit the role Clerk' }).click()
      const form = page.locator('form', { has: page.getByRole('button', { name: 'Save: role Clerk' }) })
      await form.getByLabel('Disabled').check()
      await press(page, 'Save: role Clerk')
    },
    status: 400,
  }),
  tool('tokens', '/tokens', 'Tokens'),
  tool('token-minted', '/tokens', 'Tokens', {
    steps: (page) => press(page, 'Mint'),
  }),
  tool('token-wrong', '/tokens', 'Tokens', { steps: fill({ 'Access token': 'a.b.c' }, 'Verify') }),
  tool('mail', '/mail?page=2', 'Mail'),
  tool('sms', '/sms', 'Text messages'),
  tool('requests', '/requests?path=/api/*', 'Requests'),
  tool('webhooks', '/webhooks?type=user.role_changed_within_org', 'Webhooks'),
  tool('delivery', ({ deliveryId }) => `/webhooks/deliveries/${deliveryId}`, 'user.role_changed_within_org'),
  tool('delivery-unknown', '/webhooks/deliveries/x', 'Delivery', { status: 404 }),
  tool('mcp', '/mcp', 'MCP and OAuth'),
  tool('faults', '/faults', 'Faults and clock'),
  tool('fault-refused', '/faults', 'Faults and clock', { steps: (page) => press(page, 'Add'), status: 400 }),
  tool('settings', '/settings', 'Settings'),
  tool('state', '/state', 'State'),
  tool('environment', '/environment', 'Environment'),
]

/** The pages that are lists, without entries. */
const EMPTY_DASHBOARD: readonly PageCase[] = [
  tool('start-empty', '', 'Dashboard', { server: 'empty' }),
  tool('users-empty', '/users', 'Users', { server: 'empty' }),
  tool('orgs-empty', '/orgs', 'Organizations', { server: 'empty' }),
  tool('mail-empty', '/mail', 'Mail', { server: 'empty' }),
  tool('sms-empty', '/sms', 'Text messages', { server: 'empty' }),
  tool('requests-empty', '/requests?path=/none', 'Requests', { server: 'empty' }),
  tool('webhooks-empty', '/webhooks', 'Webhooks', { server: 'empty' }),
  tool('mcp-empty', '/mcp', 'MCP and OAuth', { server: 'empty' }),
  tool('faults-empty', '/faults', 'Faults and clock', { server: 'empty' }),
]

export const PAGES: readonly PageCase[] = [
  ...LOGIN,
  ...SELF_SERVICE,
  ...SSO,
  ...OAUTH_AND_ERRORS,
  ...DASHBOARD,
  ...EMPTY_DASHBOARD,
]
