import type { RouteFidelity } from '../fidelity.js'

/**
 * How the hosted pages of logins are known. Official SDKs have the addresses of those that they lead to, and the parameter `rt`.
 * Texts, looks and forms of all are the emulator's.
 */
export const PAGE_FIDELITY: readonly RouteFidelity[] = [
  {
    title: 'Log in',
    calls: ['getLoginPageUrl', 'redirectToLoginPage', 'RedirectToLogin'],
    routes: ['GET /login', 'POST /login'],
    from: ['recorded'],
    assumed: 'after how many wrong passwords an account is locked, and for how long: `lockout_attempts`',
  },
  {
    title: 'Second factor',
    routes: ['POST /login/code'],
    from: ['assumed'],
    assumed: 'the first phone gets the code; `remember_device_days`',
  },
  {
    title: 'Log in by mail',
    routes: ['GET /login/link', 'POST /login/link'],
    from: ['assumed'],
  },
  {
    title: 'Sign up',
    calls: ['getSignupPageUrl', 'redirectToSignupPage', 'RedirectToSignup'],
    routes: ['GET /signup', 'POST /signup'],
    from: ['recorded'],
    assumed:
      'whether the address must be confirmed first: `signup_confirms_email`; names and usernames are not required',
  },
  {
    title: 'Confirmation of an address',
    routes: ['GET /confirm_email'],
    from: ['assumed'],
  },
  {
    title: 'Magic link',
    calls: ['createMagicLink'],
    routes: ['GET /magic_link', 'POST /magic_link'],
    from: ['assumed'],
    assumed: 'works once, unless it is made for more',
  },
  {
    title: 'New password',
    routes: ['GET /forgot_password', 'POST /forgot_password', 'GET /reset_password', 'POST /reset_password'],
    from: ['assumed'],
    assumed: 'ends all sessions',
  },
  {
    title: 'Invitation',
    calls: ['inviteUserToOrg', 'inviteUserToOrgByUserId'],
    routes: ['GET /invitation', 'POST /invitation'],
    from: ['assumed'],
    assumed: 'the next login with its address accepts it; it confirms the address',
  },
]
