import { folderOfTest } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { testEmulator } from '../../../test/fixture.js'
import { HOSTILE_REDIRECT_URIS } from '../../../test/hostile-redirect-uris.js'
import { problemsOf } from '../../../test/problems-of.js'
import { createEmulator, type Seed } from '../../index.js'
import { parseSeed } from '../check/parse-seed.js'

const problemsOfFile = (file: string) => problemsOf(() => parseSeed(file, 's'))

const uri = 'http://localhost:3000/callback'

describe('clients in a seed', () => {
  test('are listed with their kind', async () => {
    const file = `users: [{ key: ada, email: ada@x.test }]
mcp_clients:
  - { client_id: cli, redirect_uris: ["${uri}"], user: ada }
oauth_clients:
  - { client_id: web, name: Web app, client_secret: a secret, redirect_uris: ["https://*.app.example/cb"] }
`
    await using emulator = testEmulator({ seed: parseSeed(file, 's') })
    const [web, cli] = emulator.oauthClients()
    expect(web).toMatchObject({ clientId: 'web', name: 'Web app', family: 'oauth', source: 'seed', hasSecret: true })
    expect(cli).toMatchObject({ clientId: 'cli', name: 'cli', family: 'mcp', hasSecret: false, redirectUris: [uri] })
    expect(cli?.userId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a changed seed changes them and keeps their tokens', async () => {
    const data = folderOfTest()
    const seed = (name: string): Seed => ({
      users: [{ key: 'ada', email: 'ada@x.test' }],
      mcp_clients: [{ client_id: 'cli', name, redirect_uris: [uri] }],
    })
    const first = createEmulator({ data, seed: seed('Old') })
    first.mintMcpToken({ user: 'ada', resource: 'https://mcp.test/', clientId: 'cli' })
    await first.close()
    await using second = createEmulator({ data, seed: seed('New') })
    expect(second.oauthClients()).toMatchObject([{ clientId: 'cli', name: 'New', grants: 1 }])
  })

  test.each([
    [`mcp_clients: [{ client_id: a }]`, 's:1:15: mcp_clients[0]: needs "redirect_uris"'],
    [`mcp_clients: [{ client_id: "a b", redirect_uris: [] }]`, 's:1:28: mcp_clients[0].client_id: must be 1 to 200'],
    [
      `mcp_clients: [{ client_id: a, redirect_uris: [] }, { client_id: a, redirect_uris: [] }]`,
      's:1:65: mcp_clients[1].client_id: "a" is already taken above',
    ],
    [
      `mcp_clients: [{ client_id: a, redirect_uris: [] }]\noauth_clients: [{ client_id: a, redirect_uris: [] }]`,
      's:2:30: oauth_clients[0].client_id: "a" is already taken above',
    ],
    [
      `users: [{ key: ada, email: a@x.test }]\nmcp_clients: [{ client_id: a, redirect_uris: [], user: adda }]`,
      's:2:56: mcp_clients[0].user: unknown name "adda"; did you mean ada?',
    ],
    [`mcp_clients: [{ client_id: a, redirect_uris: ["https://*.x.test/"] }]`, undefined],
    [
      `settings: { mcp_scopes: [{ name: a, roles: [Admn] }] }`,
      's:1:45: settings.mcp_scopes[0].roles[0]: unknown name "Admn"; did you mean Admin?',
    ],
    [`settings: { mcp_scopes: [{ name: "a b" }] }`, 's:1:34: settings.mcp_scopes[0].name: must be a scope name'],
    [
      `settings: { mcp_introspection_fields: [subject] }`,
      's:1:40: settings.mcp_introspection_fields[0]: must be sub or aud',
    ],
    [`settings: { mcp_redirect_uris: ["/x"] }`, 's:1:33: settings.mcp_redirect_uris[0]: must be an absolute URI'],
  ])('%s', (file, problem) => {
    expect(problemsOfFile(file)).toEqual(problem === undefined ? [] : [expect.stringContaining(problem)])
  })

  test.each([
    'https://*/callback',
    'https://a*.app.example/',
    'https://*.*.app.example/',
    'https://app.*.example/',
    'https://*.app.example/*',
    'https://app.example/*',
    'https://*.app.example@evil.example/',
    'cursor://*.x/',
    'callback',
    '/callback',
    'com.example:/callback',
  ])('the redirect URI %s of the older API is refused', (pattern) => {
    expect(
      problemsOfFile(JSON.stringify({ oauth_clients: [{ client_id: 'a', redirect_uris: [pattern] }] })),
    ).toHaveLength(1)
  })

  test('hostile redirect URIs are refused', () => {
    for (const family of ['mcp_clients', 'oauth_clients']) {
      for (const hostile of HOSTILE_REDIRECT_URIS.filter((text) => !text.startsWith('http://') || text.includes('@'))) {
        const file = JSON.stringify({ [family]: [{ client_id: 'a', redirect_uris: [hostile] }] })
        expect(problemsOfFile(file), `${family} ${hostile}`).toHaveLength(1)
      }
    }
  })
})
