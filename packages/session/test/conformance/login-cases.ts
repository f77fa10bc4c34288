import { isPrivate, own, type SessionCase } from './case.js'

export const loginCases: readonly SessionCase[] = [
  {
    title: 'login leads to the hosted page',
    before: 'nothing',
    path: '/api/auth/login?plan=pro&signup=no&state=mine&redirect_uri=https://evil.example',
    expected: {
      status: 302,
      headers: {
        ...isPrivate,
        location:
          /^https:\/\/auth\.example\.com\/propelauth\/ssr\/authorize\?plan=pro&signup=false&state=[\da-f]{64}&redirect_uri=https%3A%2F%2Fapp\.example\.com%2Fapi%2Fauth%2Fcallback$/,
      },
      sets: ['state'],
    },
  },
  {
    title: 'signup leads to the hosted page for new users',
    before: 'nothing',
    path: '/api/auth/signup',
    expected: { status: 302, headers: { location: /&signup=true$/ }, sets: ['state'] },
  },
  {
    title: 'the redirect URI comes from appUrl, never from the host of the request',
    before: 'nothing',
    path: 'https://evil.example/api/auth/login',
    headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    expected: { status: 302, headers: { location: /app\.example\.com%2Fapi%2Fauth%2Fcallback/ }, sets: ['state'] },
  },
  {
    title: 'a callback without a state is a page, not a redirect',
    before: 'nothing',
    path: '/api/auth/callback?code=x',
    expected: { status: 400, headers: { ...isPrivate, location: null, 'content-type': /^text\/html/ } },
  },
  {
    title: 'a callback with an error and no state is a page',
    before: 'a session',
    path: '/api/auth/callback?error=access_denied',
    expected: { status: 400, headers: { location: null } },
  },
  {
    title: 'a path below the base path that is no route has no answer',
    before: 'a session',
    path: '/api/auth/other',
    expected: { status: 0 },
  },
  {
    title: 'names of the prototype are no routes',
    before: 'nothing',
    path: '/api/auth/constructor',
    expected: { status: 0 },
  },
  { title: 'other paths have no answer', before: 'a session', path: '/', expected: { status: 0 } },
  {
    title: 'other methods are refused',
    before: 'a session',
    method: 'POST',
    path: '/api/auth/login',
    headers: own,
    expected: { status: 405, headers: { allow: 'GET' } },
  },
  {
    title: 'a preflight is refused',
    before: 'a session',
    method: 'OPTIONS',
    path: '/api/auth/logout',
    headers: { ...own, 'access-control-request-method': 'POST' },
    expected: { status: 405, headers: { allow: 'GET, POST', 'access-control-allow-origin': null } },
  },
]
