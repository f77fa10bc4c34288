import { createPropelAuth } from '@propelauth-edge/core'
import { expect, test } from 'vitest'
import * as client from './client.js'
import * as session from './index.js'

// A name that comes or goes here is a change that users see.
test('the public names of the package', () => {
  expect(Object.keys(session)).toEqual(['createSessions', 'forwardCookies'])
  expect(Object.keys(client)).toEqual(['createSessionClient'])
})

test('the names of a client', () => {
  const names = ['fetch', 'get', 'login', 'logout', 'setActiveOrg', 'signup', 'subscribe']
  expect(Object.keys(client.createSessionClient()).sort()).toEqual(names)
})

test('the names of an instance', () => {
  const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com' })
  const sessions = session.createSessions(propelAuth, { apiKey: 'key', appUrl: 'https://app.example.com' })
  expect(Object.keys(sessions).sort()).toEqual(['getSession', 'handler', 'loginUrl', 'requireSession', 'tokenFrom'])
})
