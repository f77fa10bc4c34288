import { describe, expect, test } from 'vitest'
import { createManagementClient } from './client.js'
import { createTransport } from './transport.js'

const create = (options: object) => () =>
  createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'api-key', ...options })

describe('an API key is sent to https, or to loopback', () => {
  for (const url of [
    'https://auth.example.com',
    'https://auth.example.com:8443/',
    'http://localhost:4460',
    'http://app.localhost',
    'http://127.0.0.1:4460/',
    'http://127.1.2.3',
    'http://[::1]:4460',
  ])
    test(url, () => {
      expect(create({ authUrl: url })).not.toThrow()
      expect(create({ baseUrl: url })).not.toThrow()
    })

  for (const url of [
    'http://auth.example.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://localhost@example.com',
    'http://example.com/.localhost/',
    'http://example.com?.localhost/',
    'http://example.com#.localhost/',
    'http://[::2]',
    'http://10.0.0.1',
    'ftp://localhost',
    'javascript:alert(1)',
    'blob:https://auth.example.com/x',
    'file:///etc/passwd',
    'auth.example.com',
    '',
  ])
    test(`not ${url || 'nothing'}`, () => {
      expect(create({ authUrl: url })).toThrow(new TypeError('authUrl must be an https URL, or http on loopback'))
      expect(create({ baseUrl: url })).toThrow(new TypeError('baseUrl must be an https URL, or http on loopback'))
    })

  test('a missing auth URL is named', () => {
    expect(create({ authUrl: undefined })).toThrow(new TypeError('authUrl must be an https URL, or http on loopback'))
  })
})

test('credentials, query and fragment of `baseUrl` go nowhere', async () => {
  let asked = ''
  const client = create({
    baseUrl: 'https://user:secret@gateway.example/x/?a=b#c',
    fetch: async (url: string) => {
      asked = url
      return new Response('{}')
    },
  })()
  await client.fetchCustomRoleMappings()
  expect(asked).toBe('https://gateway.example/x/api/backend/v1/custom_role_mappings')
})

describe('the API key', () => {
  test('may have white space around it, as environment variables do', async () => {
    let sent: string | null = null
    const client = create({
      apiKey: ' api-key\n',
      fetch: async (_: string, init: RequestInit) => {
        sent = new Headers(init.headers).get('Authorization')
        return new Response('{}')
      },
    })()
    await client.fetchCustomRoleMappings()
    expect(sent).toBe('Bearer api-key')
  })

  for (const apiKey of ['', '  ', 'two words', 'line\nbreak', 'schlüssel', undefined])
    test(`is refused as ${JSON.stringify(apiKey)}, without being quoted`, () => {
      expect(create({ apiKey })).toThrow(new TypeError('apiKey must be one word of ASCII'))
    })

  test('cannot be read out of a transport or a client', () => {
    const transport = createTransport({ authUrl: 'https://auth.example.com', apiKey: 'canary' })
    const client = create({ apiKey: 'canary' })()
    for (const value of [transport, client]) {
      expect(JSON.stringify(value)).not.toContain('canary')
      expect(Object.values(value).map(String).join()).not.toContain('canary')
    }
  })
})
