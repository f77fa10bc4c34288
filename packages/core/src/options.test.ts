import { describe, expect, test, vi } from 'vitest'
import { issuer } from '../test/issuer.js'
import { optionNames } from './check-options.js'
import { type PropelAuthOptions, portNames } from './options.js'
import { readOptions } from './settings.js'
import { encodeBytes } from './token/base64url.js'

const { jwks, verifierKey } = issuer
const authUrl = 'https://auth.example.com'
const read = (options: object = {}) => readOptions({ authUrl, ...options } as PropelAuthOptions)
const complaint = (options: unknown) => {
  try {
    readOptions(options as PropelAuthOptions)
    return 'accepted'
  } catch (error) {
    return error instanceof TypeError ? error.message : `no TypeError: ${error}`
  }
}

describe('options', () => {
  test('have a default each, but for the auth URL', () => {
    expect(read()).toMatchObject({
      origin: authUrl,
      issuers: [authUrl],
      jwksUrl: `${authUrl}/.well-known/jwks.json`,
      clockToleranceSeconds: 10,
      allowEmulator: false,
      tokenCacheBytes: 8 * 1024 * 1024,
      realm: 'propelauth',
    })
    for (const name of ['keySet', 'apiKey', 'jwksCache', 'resourceMetadata', 'onEvent'])
      expect(read()).toHaveProperty(name, undefined)
    vi.useFakeTimers({ toFake: ['Date'], now: 1_234_567 })
    expect(read().now()).toBe(1_234_567)
    vi.useRealTimers()
  })

  test('may be undefined where they are optional, as an absent environment variable is', () => {
    const names = [
      'verifierKey',
      'jwks',
      'jwksUrl',
      'issuer',
      'apiKey',
      'jwksCache',
      'tokenCache',
      'clockToleranceSeconds',
    ]
    const more = ['roles', 'permissions', 'realm', 'allowEmulator', 'fetch', 'now', 'onEvent']
    const undefinedOnes = Object.fromEntries([...names, ...more].map((name) => [name, undefined]))
    const data = (settings: object) => ({ ...settings, fetch: 0, now: 0 })
    expect(data(read(undefinedOnes))).toEqual(data(read()))
  })

  test('with an unknown name are a TypeError that repeats the name', () => {
    expect(complaint({ authUrl, autUrl: authUrl })).toMatch(
      /^createPropelAuth: unknown option "autUrl"; known: authUrl, verifierKey, .*, onEvent$/,
    )
    expect(complaint({ authUrl, toString: 1 })).toContain('"toString"')
  })

  test('with a name in the wrong case are a TypeError that says which was meant', () => {
    for (const [name, meant] of [
      ['authURL', 'authUrl'],
      ['authurl', 'authUrl'],
      ['JWKS', 'jwks'],
      ['APIKeys', 'apiKeys'],
      ['onevent', 'onEvent'],
    ] as const)
      expect(complaint({ [name]: 'x' })).toBe(`createPropelAuth: unknown option "${name}"; did you mean ${meant}?`)
  })

  test('that are checks may not be undefined, own or inherited: a misspelt variable must not drop a check', () => {
    for (const name of ['audience', 'resource', 'isRevoked'])
      for (const options of [{ authUrl, [name]: undefined }, Object.create({ authUrl, [name]: undefined })])
        expect(complaint(options)).toContain(`createPropelAuth: ${name} is undefined; leave it out `)
  })

  test('may not be null, whichever they are', () => {
    for (const name of optionNames) {
      expect(complaint({ authUrl, [name]: null })).toContain(`createPropelAuth: ${name} must be `)
      expect(complaint({ authUrl, [name]: null })).toContain(', found null')
    }
  })

  test('that are data may not be a value that JSON drops', () => {
    const isData = (name: string) => !(portNames as readonly string[]).includes(name)
    for (const name of optionNames.filter(isData))
      for (const value of [() => authUrl, Symbol('url'), Number.NaN])
        expect(complaint({ authUrl, [name]: value })).toContain(`createPropelAuth: ${name} must be `)
  })

  test('that are inherited are held against the same rules', () => {
    class Config {
      readonly authUrl = authUrl
      get clockToleranceSeconds() {
        return Number.MAX_VALUE
      }
    }
    expect(complaint(new Config())).toContain('clockToleranceSeconds must be 0 to 60, found')
    expect(complaint(Object.create({ authUrl, allowEmulator: 'false' }))).toContain('allowEmulator must be')
    expect(complaint(Object.create({ authUrl, realm: 'a\r\nb' }))).toContain('realm must be printable ASCII')
  })

  test('that are no options are a TypeError', () => {
    for (const value of [undefined, null, 7, 'https://auth.example.com'])
      expect(complaint(value)).toContain('expected options')
  })
})

describe('the auth URL', () => {
  test('counts by its origin', () => {
    for (const url of [
      'https://auth.example.com/',
      'https://AUTH.example.com:443/login?x#y',
      'https://user:pass@auth.example.com',
    ])
      expect(read({ authUrl: url })).toMatchObject({
        origin: authUrl,
        issuers: [authUrl],
        jwksUrl: `${authUrl}/.well-known/jwks.json`,
      })
    expect(read({ authUrl: 'https://auth.example.com:8443' }).origin).toBe('https://auth.example.com:8443')
  })

  test('that is no absolute web address is a TypeError that shows what was found', () => {
    for (const url of [
      '',
      'auth.example.com',
      '/auth',
      'ftp://auth.example.com',
      'xhttps://auth.example.com',
      'httpsx://auth.example.com',
      'javascript:alert(1)',
      'data:,x',
      'https://',
      7,
      null,
      undefined,
      {},
    ])
      expect(complaint({ authUrl: url })).toContain('authUrl must be an absolute URL')
    expect(complaint({ authUrl: 'auth.example.com' })).toContain('found "auth.example.com"')
  })

  test('may be http on loopback', () => {
    for (const url of [
      'http://localhost:4460',
      'http://app.localhost',
      'http://127.0.0.1:4460',
      'http://127.1.2.3',
      'http://127.10.200.30',
      'http://[::1]:4460',
      'http://127.1',
    ])
      expect(complaint({ authUrl: url })).toBe('accepted')
  })

  test('over http to any other host is a TypeError', () => {
    const hosts = [
      'auth.example.com',
      'localhost.example.com',
      '127.0.0.1.example.com',
      'xlocalhost',
      'localhost.',
      '128.0.0.1',
      '0.0.0.0',
      '[::2]',
      '[::]',
      '10.0.0.1',
      'localhost@evil.example',
      '127.0.0.1@evil.example',
    ]
    expect(complaint({ authUrl: 'http://auth.example.com', jwksUrl: 'https://keys.example.com' })).toContain(
      'authUrl must',
    )
    for (const host of hosts) expect(complaint({ authUrl: `http://${host}` })).toContain('must be https')
  })

  test('may be http anywhere with a key given as an option, since nothing is fetched', () => {
    expect(complaint({ authUrl: 'http://auth.internal', jwks })).toBe('accepted')
    expect(complaint({ authUrl: 'http://auth.internal', verifierKey })).toBe('accepted')
  })
})

describe('keys', () => {
  test('come from one source alone', () => {
    const sources = { verifierKey, jwks, jwksUrl: 'https://keys.example.com/jwks.json' }
    for (const left of Object.keys(sources))
      expect(complaint({ authUrl, ...sources, [left]: undefined })).toContain('give only one of')
    expect(complaint({ authUrl, ...sources })).toContain('verifierKey, jwks, jwksUrl')
    for (const [name, value] of Object.entries(sources)) expect(complaint({ authUrl, [name]: value })).toBe('accepted')
  })

  test('of a PEM match any kid, those of a set only their own', () => {
    expect(read({ verifierKey }).keySet).toMatchObject({ anyKid: true, keys: [{ kid: undefined }] })
    expect(read({ jwks }).keySet).toMatchObject({ anyKid: false, keys: [{ kid: jwks.keys[0]?.kid }] })
  })

  test('given as an option must be usable', () => {
    const weak = { keys: [{ ...jwks.keys[0], n: encodeBytes(new Uint8Array(128).fill(255)) }] }
    for (const set of [{ keys: [] }, {}, [], weak]) expect(complaint({ authUrl, jwks: set })).toContain('no usable key')
    for (const set of [null, 'keys', 7]) expect(complaint({ authUrl, jwks: set })).toContain('jwks must be a key set')
    expect(complaint({ authUrl, verifierKey: '' })).toContain('an empty string')
    expect(complaint({ authUrl, verifierKey: null })).toContain('verifierKey must be the text')
  })

  test('come over https only, unless from loopback', () => {
    expect(complaint({ authUrl, jwksUrl: 'http://keys.example.com/jwks.json' })).toContain('jwksUrl must be https')
    expect(complaint({ authUrl, jwksUrl: '/jwks.json' })).toContain('jwksUrl must be an absolute URL')
    expect(complaint({ authUrl, jwksUrl: '' })).toContain('jwksUrl must be an absolute URL')
    expect(complaint({ authUrl, jwksUrl: 'http://127.0.0.1:4460/jwks.json' })).toBe('accepted')
  })

  test('of the emulator count on loopback, or where that is said', () => {
    const emulated = { keys: [{ ...jwks.keys[0], kid: 'emu_1' }] }
    expect(complaint({ authUrl, jwks: emulated })).toContain('no usable key')
    expect(complaint({ authUrl, jwks: emulated, allowEmulator: 'remote' })).toBe('accepted')
    expect(complaint({ authUrl: 'http://emulator:4460', allowEmulator: true })).toBe('accepted')
    expect(complaint({ authUrl: 'http://localhost:4460', jwks: emulated })).toBe('accepted')
    expect(read({ allowEmulator: 'remote' }).allowEmulator).toBe(true)
    expect(read({ authUrl: 'http://127.0.0.1:4460' }).allowEmulator).toBe(true)
    expect(read({ authUrl: 'https://localhost.example.com' }).allowEmulator).toBe(false)
  })

  test('of the emulator are not allowed by a text that is true', () => {
    for (const allowEmulator of ['false', 'true', '0', 1, 0, null, {}])
      expect(complaint({ authUrl, allowEmulator })).toContain("allowEmulator must be true, false or 'remote', found ")
  })
})

describe('the issuer', () => {
  test('may be another one, or a closed list, taken as it is', () => {
    expect(read({ issuer: 'https://auth.example.com/' }).issuers).toEqual(['https://auth.example.com/'])
    expect(read({ issuer: ['a', 'b'] }).issuers).toEqual(['a', 'b'])
  })

  test('is a copy of the list', () => {
    const issuer = ['a']
    const { issuers } = read({ issuer })
    issuer.push('evil')
    expect(issuers).toEqual(['a'])
  })

  test('that is empty or no text is a TypeError', () => {
    for (const issuer of ['', ' ', [], [''], ['a', ''], [undefined], ['a', 7], 7, {}, null])
      expect(complaint({ authUrl, issuer })).not.toMatch(/accepted|no TypeError/)
  })
})

describe('other options', () => {
  test('the clock tolerance is 0 to 60 seconds', () => {
    for (const seconds of [0, 10, 60])
      expect(read({ clockToleranceSeconds: seconds }).clockToleranceSeconds).toBe(seconds)
    for (const seconds of [-1, 60.1, 3600, Number.NaN, Number.POSITIVE_INFINITY, '10', null])
      expect(complaint({ authUrl, clockToleranceSeconds: seconds })).toContain('clockToleranceSeconds must be 0 to 60')
  })

  test('the realm goes into a header: printable ASCII', () => {
    expect(read({ realm: 'my "api"' }).realm).toBe('my "api"')
    for (const realm of ['', 'a\r\nb', 'a\tb', 'zoë', '\u0000', '\u007f', 7, null])
      expect(complaint({ authUrl, realm })).toContain('realm')
  })

  test('the resource gives the address of its metadata (RFC 9728 §3.1)', () => {
    const metadataOf = (resource: string) => read({ resource }).resourceMetadata
    expect(metadataOf('https://api.example.com')).toBe('https://api.example.com/.well-known/oauth-protected-resource')
    expect(metadataOf('https://api.example.com/')).toBe('https://api.example.com/.well-known/oauth-protected-resource')
    expect(metadataOf('https://api.example.com/v1')).toBe(
      'https://api.example.com/.well-known/oauth-protected-resource/v1',
    )
    expect(metadataOf('https://api.example.com/a"b\r\nx: y')).toMatch(/^[!#-~]+$/)
    for (const resource of ['', 'api', 'urn:api', 7])
      expect(complaint({ authUrl, resource })).toContain('resource must be an absolute URL')
  })

  test('the token cache is bounded, or off', () => {
    expect(read({ tokenCache: false }).tokenCacheBytes).toBe(0)
    expect(read({ tokenCache: {} }).tokenCacheBytes).toBe(8 * 1024 * 1024)
    expect(read({ tokenCache: { maxBytes: 1_000 } }).tokenCacheBytes).toBe(1_000)
    for (const maxBytes of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, '1000'])
      expect(complaint({ authUrl, tokenCache: { maxBytes } })).toContain('tokenCache must be')
    for (const tokenCache of [null, true, 0, '8', () => {}])
      expect(complaint({ authUrl, tokenCache })).toContain('tokenCache must')
  })

  test('what the library calls can be called', () => {
    for (const name of ['fetch', 'now', 'onEvent'])
      for (const value of [null, 7, 'fetch', {}])
        expect(complaint({ authUrl, [name]: value })).toContain(`${name} must`)
    const half = async () => undefined
    for (const jwksCache of [null, {}, { get: half }, { put: half }, 'KV'])
      expect(complaint({ authUrl, jwksCache })).toContain('jwksCache must be a cache')
    for (const apiKeys of [null, {}, { validate: true }])
      expect(complaint({ authUrl, apiKeys })).toContain('apiKeys must be an object with a function validate')
    for (const stepUp of [null, {}, { verifyStepUpGrant: true }])
      expect(complaint({ authUrl, stepUp })).toContain('stepUp must be an object with a function verifyStepUpGrant')
  })

  test('an API key is not empty, and no error repeats it', () => {
    expect(read({ apiKey: 'key' }).apiKey).toBe('key')
    for (const apiKey of ['', ' ', 7, null])
      expect(complaint({ authUrl, apiKey })).toContain('apiKey must be a non-empty string')
    expect(complaint({ authUrl: 'nowhere', apiKey: 'canary' })).not.toContain('canary')
  })

  test('roles and permissions are lists of names', () => {
    for (const name of ['roles', 'permissions']) {
      expect(complaint({ authUrl, [name]: ['Admin'] })).toBe('accepted')
      for (const value of [[], [''], 'Admin', [undefined], [7], {}])
        expect(complaint({ authUrl, [name]: value })).toContain(`${name} must be a list`)
    }
  })
})

test('a secret in the place of a URL is not repeated', () => {
  const secret = 'c0ffee'.repeat(16)
  for (const name of ['authUrl', 'jwksUrl', 'resource'])
    expect(() => readOptions({ authUrl: 'https://auth.example.com', [name]: secret })).toThrow(/found a string$/)
})

test('a URL in quotes is a TypeError that says so and repeats nothing', () => {
  for (const name of ['authUrl', 'jwksUrl', 'resource'])
    for (const [open, close] of ['""', "''", '``', '“”', '‘’'])
      for (const space of ['', ' '])
        expect(complaint({ authUrl, [name]: `${space}${open}https://auth.example.com${close}` })).toMatch(
          /found a string that starts with a quote; remove the quotes$/,
        )
})

test('an issuer is a text or a list of them, nothing else that can be walked through', () => {
  const issuer = new Set(['https://a.example.com']) as unknown as string[]
  expect(() => readOptions({ authUrl: 'https://auth.example.com', issuer })).toThrow(TypeError)
})
