import { expect, test } from 'vitest'
import * as adapter from './adapter.js'
import * as core from './index.js'
import * as kv from './kv.js'
import * as testing from './testing.js'
import * as verifier from './verifier.js'

// A name that comes or goes here is a change that users see.
test('the public names of the package', () => {
  expect(Object.keys(core).sort()).toEqual([
    'AUTH_ERRORS',
    'AuthError',
    'OrgMemberInfo',
    'User',
    'cacheApiJwksCache',
    'createPropelAuth',
    'errorResponse',
    'fromCookie',
    'fromHeader',
    'fromWebSocketProtocol',
    'isAuthError',
    'memoryJwksCache',
    'protectedResourceResponse',
    'refuse',
    'requireOrgMember',
  ])
})

test('the public names of the subpath adapter', () => {
  expect(Object.keys(adapter).sort()).toEqual([
    'aBoolean',
    'aFunction',
    'aNumber',
    'aText',
    'after',
    'authenticatorOf',
    'checkForm',
    'checkPlainObject',
    'checkedLater',
    'cookieSource',
    'createAudienceCheck',
    'createBoundedMap',
    'createLease',
    'createOptionalUserGuard',
    'createOrgGuard',
    'createPlaces',
    'createUserGuard',
    'describe',
    'dropStaleOrg',
    'fetchUncached',
    'forwardedOrigin',
    'givenObject',
    'hex',
    'isProduction',
    'isPromise',
    'isRefusal',
    'isSafeUrl',
    'isText',
    'keepAlive',
    'matches',
    'memoizeByEnv',
    'methodFromHeaders',
    'noCredential',
    'readText',
    'readToken',
    'refuseCrossSite',
    'requestContextOf',
    'settingsOf',
    'toBearerToken',
    'toBytes',
    'toCredentialId',
    'toError',
    'toJson',
    'toMetadataUrl',
    'toRefusalResponse',
    'within',
    'wrapHandler',
  ])
})

test('the public names of the subpath kv', () => {
  expect(Object.keys(kv)).toEqual(['kvJwksCache'])
})

test('the public names of the subpath verifier', () => {
  expect(Object.keys(verifier).sort()).toEqual(['createVerifier', 'keysOf', 'pemKey', 'remoteKeys', 'tokenCache'])
})

test('the public names of the subpath testing', () => {
  expect(Object.keys(testing).sort()).toEqual([
    'badTokens',
    'conformanceCases',
    'conformanceRoutes',
    'createTestIssuer',
    'matchConformanceRoute',
  ])
})

test('the names of an instance', () => {
  const instance = core.createPropelAuth({ authUrl: 'https://auth.example.com' })
  expect(Object.keys(instance).sort()).toEqual([
    'authenticateRequest',
    'optionalUser',
    'prefetchKeys',
    'requireOrgMember',
    'validateRequest',
    'validateToken',
    'withOptionalUser',
    'withOrgMember',
    'withUser',
  ])
})
