import { expect, test } from 'vitest'
import { createTestServer } from '../test/authorization-server.js'
import * as mcp from './index.js'

// A name that comes or goes here is a change that users see.
test('the public names of the package', () => {
  expect(Object.keys(mcp).sort()).toEqual([
    'McpTokenError',
    'createMcpAuth',
    'toMcpHandlerVerifier',
    'toResourceServerValidator',
  ])
})

test('the names of an instance', () => {
  const names = ['authenticateRequest', 'handler', 'verifyAccessToken', 'withMcpAuth']
  expect(Object.keys(createTestServer().mcpAuth).sort()).toEqual(names)
})
