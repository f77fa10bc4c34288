import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { expect, test } from 'vitest'
import { appVariables } from './app-variables.js'

const callback = { PROPELAUTH_REDIRECT_URI: 'http://localhost:3000/api/auth/callback' }

test('the callback is at the usual port of Next.js', () => {
  expect(appVariables([], {}, folderOfTest())).toEqual(callback)
})

test.each([
  ['http://localhost:4000', 'http://localhost:4000/api/auth/callback'],
  ['http://localhost:4000/app', 'http://localhost:4000/api/auth/callback'],
  ['not a URL', callback.PROPELAUTH_REDIRECT_URI],
])('with PROPELAUTH_APP_URL=%s it is %s', (PROPELAUTH_APP_URL, expected) => {
  const variables = appVariables([], { PROPELAUTH_APP_URL }, folderOfTest())
  expect(variables).toEqual({ PROPELAUTH_REDIRECT_URI: expected })
})

test('the first app of the flag has precedence over the environment', () => {
  const env = { PROPELAUTH_APP_URL: 'http://localhost:4000', PROPELAUTH_REDIRECT_URI: 'http://localhost:4000/x' }
  expect(appVariables(['http://localhost:3001/home', 'http://localhost:3002'], env, folderOfTest())).toEqual({
    PROPELAUTH_APP_URL: 'http://localhost:3001',
    PROPELAUTH_REDIRECT_URI: 'http://localhost:3001/api/auth/callback',
  })
})

test('one of the environment stays', () => {
  expect(appVariables([], { PROPELAUTH_REDIRECT_URI: 'http://localhost:3001/x' }, folderOfTest())).toEqual({})
})

test.each(['.env', '.env.local', '.env.development', '.env.development.local'])('one in %s stays', (file) => {
  const folder = folderOfTest()
  writeFileSync(join(folder, file), 'A=1\nexport PROPELAUTH_REDIRECT_URI = http://localhost:3001/x\n')
  expect(appVariables([], {}, folder)).toEqual({})
  writeFileSync(join(folder, file), '# PROPELAUTH_REDIRECT_URI=http://localhost:3001/x\n')
  expect(appVariables([], {}, folder)).toEqual(callback)
})
