import { acme, adaOfAcme } from '../service.js'
import { away, isPrivate, probe, profile, refresh, type SessionCase, signedOut, tokens } from './case.js'

export const sessionCases: readonly SessionCase[] = [
  {
    title: 'GET session without a session',
    before: 'nothing',
    path: '/api/auth/session',
    expected: { status: 200, headers: isPrivate, body: { user: null } },
  },
  {
    title: 'GET session with one',
    before: 'a session',
    path: '/api/auth/session',
    expected: { status: 200, headers: isPrivate, body: { user: { userId: adaOfAcme.user.userId } } },
  },
  {
    title: 'GET session refreshes',
    before: 'a session whose access token has expired',
    path: '/api/auth/session/',
    expected: {
      status: 200,
      body: { user: { userId: adaOfAcme.user.userId } },
      sets: tokens,
      calls: [refresh],
    },
  },
  {
    title: 'GET session of one that has ended deletes the cookies',
    before: 'a session that has ended at the service',
    path: '/api/auth/session',
    expected: { status: 200, body: { user: null }, deletes: tokens, calls: [refresh, probe] },
  },
  {
    title: 'an access token that has expired without a refresh token is deleted',
    before: 'only an expired access token',
    path: '/api/auth/session',
    expected: { status: 200, body: { user: null }, deletes: ['__Host-pa_at'] },
  },
  {
    title: 'garbage is deleted',
    before: 'garbage',
    path: '/api/auth/session',
    expected: { status: 200, body: { user: null }, deletes: tokens },
  },
  {
    title: 'cookies of the official library become those of the app at the next refresh',
    before: 'cookies of the official library',
    path: '/api/auth/session',
    expected: {
      status: 200,
      body: { user: { userId: adaOfAcme.user.userId } },
      sets: tokens,
      deletes: ['__pa_at', '__pa_rt'],
      calls: [refresh],
    },
  },
  ...(['away', 'status 500', 'status 429'] as const).map(
    (fault): SessionCase => ({
      title: `GET session while the service is unavailable (${fault}) keeps the cookies`,
      before: 'a session whose access token has expired',
      fault,
      path: '/api/auth/session',
      expected: away([refresh]),
    }),
  ),
  {
    title: 'a wrong API key is no sign-out',
    before: 'a session whose access token has expired',
    fault: 'wrong API key',
    path: '/api/auth/session',
    expected: away([refresh, probe]),
  },
  {
    title: 'a public page during an outage is shown without a user',
    ask: 'getSession',
    before: 'a session whose access token has expired',
    fault: 'away',
    path: '/',
    expected: { status: 200, body: { status: 'unavailable', userId: null }, headers: isPrivate, calls: [refresh] },
  },
  {
    title: 'an outage is not noticed while the access token is valid',
    ask: 'getSession',
    before: 'a session',
    fault: 'away',
    path: '/',
    expected: { status: 200, body: { status: 'active', userId: adaOfAcme.user.userId }, headers: isPrivate },
  },
]

export const userinfoCases: readonly SessionCase[] = [
  { title: 'userinfo', before: 'nothing', path: '/api/auth/userinfo', expected: signedOut('missing_token') },
  {
    title: 'userinfo with a session',
    before: 'a session',
    path: '/api/auth/userinfo',
    expected: {
      status: 200,
      headers: { ...isPrivate, 'content-type': /^application\/json\b/ },
      body: { userinfo: { user_id: adaOfAcme.user.userId, org_id_to_org_info: { [acme]: { additional_roles: [] } } } },
      calls: [profile],
    },
  },
  {
    title: 'userinfo of a session that has ended deletes the cookies',
    before: 'a session that has ended at the service',
    path: '/api/auth/userinfo',
    expected: { ...signedOut('token_expired'), deletes: tokens, calls: [refresh, probe] },
  },
  {
    title: 'userinfo during an outage is neither 200 nor 401',
    before: 'a session whose access token has expired',
    fault: 'away',
    path: '/api/auth/userinfo',
    expected: away([refresh]),
  },
  {
    title: 'userinfo without a profile has the fresh cookies',
    before: 'a session whose access token has expired',
    fault: 'profile away',
    path: '/api/auth/userinfo',
    expected: { ...away([refresh, profile]), sets: tokens },
  },
  {
    title: 'userinfo can be switched off',
    before: 'a session',
    options: { userinfo: false },
    path: '/api/auth/userinfo',
    expected: { status: 0 },
  },
]
