import { expect, test } from 'vitest'
import { authUrl, createTestServer } from '../test/authorization-server.js'
import { conformanceOptions, createConformanceServer, differences, mcpCases, resource } from '../test/conformance.js'

test.each(mcpCases(authUrl))('$title', async (given) => {
  const { mcpAuth } = createTestServer(conformanceOptions)
  const { method = 'GET', path = '/mcp', headers = {} } = given
  const request = new Request(new URL(path, resource), { method, headers })
  const response = await createConformanceServer(mcpAuth)(request)
  const { status } = response
  expect(differences(given, { status, headers: response.headers, text: await response.text() })).toEqual([])
})
