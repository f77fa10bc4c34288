import { afterEach, describe, expect, test, vi } from 'vitest'
import { clientAnswering, json, rejection } from '../../test/answering.js'
import { invoke, operations, orgId, samples } from '../../test/samples.js'
import { call } from '../call/call.js'
import { createManagementClient } from '../client.js'
import type { Endpoint } from '../endpoint/endpoint.js'
import { endpoints } from '../endpoints/catalogue.js'
import { fetchOrg } from '../endpoints/orgs.js'
import { createTransport } from '../transport/transport.js'
import type { CallOptions, ManagementOptions } from './options.js'

const valid = { authUrl: 'https://auth.example.com', apiKey: 'api-key' }

const create = (options: object) => () => createManagementClient({ ...valid, ...options })
const createSmall = (options: object) => () => createTransport({ ...valid, ...options })

afterEach(() => vi.unstubAllEnvs())

/** The URL that a call of a client with these options asks. */
async function urlOf(options: Partial<ManagementOptions>): Promise<string | undefined> {
  const { client, asked } = clientAnswering(json({ custom_role_mappings: [] }), options)
  await client.fetchCustomRoleMappings()
  return asked[0]?.url.origin
}

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
      for (const make of [create, createSmall]) {
        expect(make({ authUrl: url })).not.toThrow()
        expect(make({ baseUrl: url })).not.toThrow()
      }
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
    'http:///',
    'https://',
  ])
    test(`not ${url}`, () => {
      for (const name of ['authUrl', 'baseUrl']) {
        const message = `${name} must be https, or http on loopback or with allowEmulator`
        expect(create({ [name]: url })).toThrow(new TypeError(message))
        expect(createSmall({ [name]: url })).toThrow(new TypeError(`invalid option "${name}"`))
      }
    })

  for (const url of ['auth.example.com', 'auth.example.com:8443', 'localhost:4460', '//auth.example.com', '127.0.0.1'])
    test(`not ${url}: the scheme is missing`, () => {
      for (const name of ['authUrl', 'baseUrl']) {
        const message = `${name} has no scheme: https:// is missing at its beginning (http:// for the emulator on loopback)`
        expect(create({ [name]: url })).toThrow(new TypeError(message))
        expect(createSmall({ [name]: url })).toThrow(new TypeError(`invalid option "${name}"`))
      }
    })
})

describe('the emulator', () => {
  for (const authUrl of ['http://localhost:4460', 'http://127.0.0.1:4460', 'http://[::1]:4460', 'http://a.localhost:1'])
    test(`on loopback is asked itself: ${authUrl}`, async () => {
      expect(await urlOf({ authUrl })).toBe(authUrl)
      expect(await urlOf({ authUrl, allowEmulator: true })).toBe(authUrl)
    })

  test('on loopback is asked where `baseUrl` says, if that is given', async () => {
    expect(await urlOf({ authUrl: 'http://localhost:4460', baseUrl: 'http://127.0.0.1:1' })).toBe('http://127.0.0.1:1')
  })

  for (const authUrl of ['http://emulator:4460', 'http://10.0.0.7', 'http://host.docker.internal:4460'])
    test(`on another host needs allowEmulator: ${authUrl}`, async () => {
      expect(await urlOf({ authUrl, allowEmulator: true })).toBe(authUrl)
      expect(await urlOf({ authUrl: 'http://localhost:4460', baseUrl: authUrl, allowEmulator: true })).toBe(authUrl)
      for (const allowEmulator of [undefined, false])
        for (const name of ['authUrl', 'baseUrl']) {
          const message = `${name} must be https, or http on loopback or with allowEmulator`
          expect(create({ [name]: authUrl, allowEmulator })).toThrow(new TypeError(message))
          expect(createSmall({ [name]: authUrl, allowEmulator })).toThrow(new TypeError(`invalid option "${name}"`))
        }
    })

  test('behind https needs allowEmulator: remote', async () => {
    const authUrl = 'https://emulator.example.com'
    expect(await urlOf({ authUrl })).toBe('https://propelauth-api.com')
    expect(await urlOf({ authUrl, allowEmulator: 'remote' })).toBe(authUrl)
    expect(create({ authUrl, allowEmulator: true })).toThrow(
      /^authUrl is https:\/\/emulator\.example\.com, and allowEmulator true\. .* 'remote' for one behind https/,
    )
  })

  for (const allowEmulator of ['false', 'true', 'no', 'Remote', '', '0', 0, 1, null, {}, []])
    test(`is not chosen by other values: ${typeof allowEmulator} ${JSON.stringify(allowEmulator)}`, () => {
      for (const authUrl of ['http://auth.example.com', 'https://auth.example.com', 'http://localhost:4460'])
        for (const make of [create, createSmall]) expect(make({ authUrl, allowEmulator })).toThrow(TypeError)
    })

  test('the bare transport refuses true with https beyond loopback, too', () => {
    expect(createSmall({ allowEmulator: true })).toThrow(new TypeError('invalid option "allowEmulator"'))
    expect(createSmall({ allowEmulator: 'remote' })).not.toThrow()
    for (const authUrl of ['http://emulator:4460', 'http://localhost:4460', 'https://localhost:4460'])
      expect(createSmall({ authUrl, allowEmulator: true })).not.toThrow()
  })

  test('is not asked where allowEmulator is false: an auth URL on loopback then needs a baseUrl', async () => {
    const authUrl = 'http://localhost:4460'
    expect(create({ authUrl, allowEmulator: false })).toThrow(
      /^authUrl is http:\/\/localhost:4460, and allowEmulator false\./,
    )
    const baseUrl = 'https://gateway.example.com'
    expect(await urlOf({ authUrl, allowEmulator: false, baseUrl })).toBe(baseUrl)
  })
})

describe('in production', () => {
  const inProduction = (options: object) => () => {
    vi.stubEnv('NODE_ENV', 'production')
    return create(options)()
  }

  test('the emulator is used on loopback alone, and only if allowEmulator is true', () => {
    const authUrl = 'http://localhost:4460'
    expect(inProduction({ authUrl, allowEmulator: true })).not.toThrow()
    for (const allowEmulator of [undefined, false, 'remote'])
      expect(inProduction({ authUrl, allowEmulator })).toThrow(
        /^authUrl is http:\/\/localhost:4460 with NODE_ENV=production, and allowEmulator /,
      )
    for (const remote of ['http://emulator:4460', 'http://10.0.0.7', 'https://emulator.example.com'])
      for (const allowEmulator of [true, 'remote'])
        expect(inProduction({ authUrl: remote, allowEmulator })).toThrow(
          /^authUrl is .* with NODE_ENV=production, .* only true on loopback is allowed$/,
        )
  })

  test('a real project is what it is elsewhere, also behind a gateway on loopback', () => {
    expect(inProduction({})).not.toThrow()
    expect(inProduction({ baseUrl: 'http://127.0.0.1:8080' })).not.toThrow()
    expect(inProduction({ authUrl: 'http://localhost:4460', baseUrl: 'http://localhost:4460' })).not.toThrow()
  })
})

describe('a missing environment variable is named', () => {
  for (const [name, variable] of [
    ['authUrl', 'PROPELAUTH_AUTH_URL'],
    ['apiKey', 'PROPELAUTH_API_KEY'],
  ] as const)
    test(variable, () => {
      expect(create({ [name]: undefined })).toThrow(new TypeError(`${name} is undefined. Is ${variable} set?`))
      for (const value of ['', ' ', '\n'])
        expect(create({ [name]: value })).toThrow(new TypeError(`${name} is empty. Is ${variable} set?`))
      expect(createSmall({ [name]: undefined })).toThrow(new TypeError(`invalid option "${name}"`))
    })

  test('the types take what `process.env` gives', () => {
    const environment: { readonly [name: string]: string | undefined } = {}
    const options: ManagementOptions = {
      authUrl: environment.PROPELAUTH_AUTH_URL,
      apiKey: environment.PROPELAUTH_API_KEY,
    }
    expect(() => createManagementClient(options)).toThrow('PROPELAUTH_AUTH_URL')
  })
})

describe('an unknown option is refused by its name', () => {
  for (const name of ['authURL', 'api_key', 'timeout', 'retries', 'integrationApiKey', 'onevent'])
    test(`of a client: ${name}`, () => {
      expect(createSmall({ [name]: 'secret' })).toThrow(new TypeError(`invalid option "${name}"`))
      const known = 'authUrl, apiKey, baseUrl, allowEmulator, fetch, timeoutMs, maxRetries, headers, onEvent'
      const message = `createManagementClient: unknown option "${name}", known are ${known}`
      expect(create({ [name]: 'secret' })).toThrow(new TypeError(message))
      expect(create({ [name]: undefined })).toThrow(new TypeError(message))
    })

  for (const name of ['timeout', 'abortSignal', 'header', 'maxRetries'])
    test(`of a call: ${name}`, async () => {
      const { client, asked } = clientAnswering(json({ org_id: orgId }))
      const transport = createTransport({ ...valid, fetch: async () => json({ org_id: orgId }) })
      const options = { [name]: 1 } as CallOptions
      const refused = (operation: string) =>
        new TypeError(`${operation}: unknown option "${name}", known are signal, timeoutMs, headers`)
      expect(await rejection(client.fetchOrg(orgId, options))).toEqual(refused('fetchOrg'))
      expect(await rejection(client.iterateUsers({}, options).next())).toEqual(refused('fetchUsersByQuery'))
      const small = await rejection(call(transport, fetchOrg, orgId, options))
      expect(small).toEqual(new TypeError(`invalid option "${name}"`))
      expect(asked).toHaveLength(0)
    })
})

describe('an option of a wrong form is refused with what was found and expected', () => {
  const cases: readonly (readonly [name: string, expected: string, values: readonly unknown[]])[] = [
    ['authUrl', 'a string', [7, null, new URL('https://auth.example.com')]],
    ['apiKey', 'a string', [7, null, { key: 'secret' }, true]],
    ['baseUrl', 'a string', [7, null, new URL('https://auth.example.com'), false]],
    ['allowEmulator', "true, false or 'remote'", ['true', 'false', 1, null, '']],
    ['fetch', 'a function', ['fetch', {}, null]],
    ['onEvent', 'a function', ['console', {}, null]],
    ['timeoutMs', 'a number above 0', ['10', 0, -1, Number.NaN, null, {}]],
    ['maxRetries', 'an integer of at least 0', ['2', -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, null, true]],
    ['headers', 'valid headers', ['X-A: b', 7, { 'a b': 'c' }, { 'X-A': 'a\nsecret' }, [['X-A']]]],
  ]
  for (const [name, expected, values] of cases)
    test(`of a client: ${name}`, () => {
      for (const value of values) {
        const make = create({ [name]: value })
        expect(make).toThrow(TypeError)
        expect(make).toThrow(`createManagementClient: ${name} must be ${expected}, found `)
        expect(make).not.toThrow('secret')
      }
    })

  for (const [name, expected, values] of [
    ...cases.filter(([option]) => option === 'timeoutMs' || option === 'headers'),
    ['signal', 'an AbortSignal', [new AbortController(), {}, 'abort', 7, true, null]],
  ] as typeof cases)
    test(`of a call: ${name}`, async () => {
      const { client, asked } = clientAnswering(json({ org_id: orgId }))
      for (const value of values) {
        const options = { [name]: value } as CallOptions
        const message = expect.stringContaining(`fetchOrg: ${name} must be ${expected}, found `)
        const error = await rejection(client.fetchOrg(orgId, options))
        expect(error).toBeInstanceOf(TypeError)
        expect(error).toMatchObject({ message })
        expect(await rejection(call(client, fetchOrg, orgId, options))).toMatchObject({ message })
      }
      expect(asked).toHaveLength(0)
    })

  test('what was found is a number, or the type of anything else', () => {
    expect(create({ timeoutMs: -5 })).toThrow('found -5')
    expect(create({ fetch: null })).toThrow('found null')
    expect(create({ fetch: 'secret' })).toThrow('found a value of type string')
    expect(create({ fetch: {} })).toThrow('found a value of type object')
  })

  test('options that are no object', async () => {
    for (const options of [undefined, null, 'https://auth.example.com', 7])
      expect(() => createManagementClient(options as never)).toThrow(
        /^createManagementClient: options must be an object, found /,
      )
    const { client } = clientAnswering(json({ org_id: orgId }))
    for (const options of [null, true, 7, 'x'])
      expect(await rejection(client.fetchOrg(orgId, options as never))).toMatchObject({
        name: 'TypeError',
        message: expect.stringMatching(/^fetchOrg: options must be an object, found /),
      })
  })

  test('undefined is absent', async () => {
    const nothing = { baseUrl: undefined, fetch: undefined, timeoutMs: undefined, maxRetries: undefined }
    expect(create({ ...nothing, headers: undefined, onEvent: undefined, allowEmulator: undefined })).not.toThrow()
    const { client } = clientAnswering(json({ org_id: orgId }))
    const options = { signal: undefined, timeoutMs: undefined, headers: undefined }
    expect(await client.fetchOrg(orgId, options)).toEqual({ orgId })
  })
})

test('credentials, query and fragment of `baseUrl` are not sent', async () => {
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

/** The arguments with `undefined` in the place of one id. */
const without = (id: unknown, args: readonly unknown[]): readonly unknown[] =>
  args.map((arg) =>
    arg === id
      ? undefined
      : Object(arg) === arg
        ? Object.fromEntries(
            Object.entries(arg as object).map(([key, value]) => [key, value === id ? undefined : value]),
          )
        : arg,
  )

describe('an id that is no string', () => {
  test('is refused with the operation and the argument, and nothing is sent', async () => {
    const { client, asked } = clientAnswering(json({ org_id: orgId }))
    const transport = createTransport({ ...valid, fetch: async () => json({ org_id: orgId }) })
    for (const id of [undefined, null, 7, {}, [orgId]] as never[]) {
      const refused = new TypeError('fetchOrg: orgId must be a string')
      expect(await rejection(client.fetchOrg(id))).toEqual(refused)
      expect(await rejection(call(transport, fetchOrg, id))).toEqual(refused)
      expect(await rejection(client.removeUserFromOrg({ userId: orgId, orgId: id }))).toEqual(
        new TypeError('removeUserFromOrg: orgId must be a string'),
      )
      expect(await rejection(client.iterateUsersInOrg({ orgId: id }).next())).toEqual(
        new TypeError('fetchUsersInOrg: orgId must be a string'),
      )
    }
    expect(asked).toHaveLength(0)
  })

  test('of every function that takes one', async () => {
    const { client, asked } = clientAnswering(json({}))
    let refused = 0
    for (const name of operations) {
      const { params, body, args }: Endpoint = endpoints[name]
      const fields = [params, body].flatMap((shape) => Array.from(shape?.fields?.values() ?? []))
      const sample = samples[name].calls.at(-1) ?? []
      for (const [argument, { pattern }] of fields) {
        if (!pattern) continue
        const id: unknown = Reflect.get(args(...(sample as never)), argument)
        const error = await rejection(invoke(client, name, without(id, sample)))
        expect(error, name).toEqual(new TypeError(`${name}: ${argument} must be a string`))
        refused++
      }
    }
    expect(asked).toHaveLength(0)
    expect(refused).toBeGreaterThan(40)
  })
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

  for (const [apiKey, message] of [
    ['Bearer key', 'apiKey starts with "Bearer ": pass the key alone'],
    [' bearer\tkey ', 'apiKey starts with "Bearer ": pass the key alone'],
    ['two words', 'apiKey has white space in it: pass the key alone'],
    ['line\nbreak', 'apiKey has white space in it: pass the key alone'],
    ['no\u00a0break', 'apiKey has white space in it: pass the key alone'],
    ['schlüssel', 'apiKey must be one word of ASCII'],
    ['nul\0', 'apiKey must be one word of ASCII'],
  ] as const)
    test(`is refused as ${JSON.stringify(apiKey)}, without being quoted`, () => {
      expect(create({ apiKey })).toThrow(new TypeError(message))
      expect(createSmall({ apiKey })).toThrow(new TypeError('invalid option "apiKey"'))
    })

  test('of a wrong length is named as the likely cause when the service refuses it', async () => {
    const refusal = async (apiKey: string) => {
      const answer = () => new Response('Unauthorized', { status: 401 })
      return rejection(clientAnswering(answer, { apiKey }).client.fetchOrg(orgId))
    }
    for (const length of [1, 40, 95, 98]) {
      const message = `fetchOrg: invalid_api_key (401): the API key has ${length} characters, those of PropelAuth have 96`
      expect(await refusal('a'.repeat(length))).toMatchObject({
        code: 'invalid_api_key',
        message,
        body: 'Unauthorized',
      })
    }
    expect(await refusal('a1'.repeat(48))).toMatchObject({ message: 'fetchOrg: invalid_api_key (401): Unauthorized' })
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
