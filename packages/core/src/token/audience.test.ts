import { describe, expect, test } from 'vitest'
import { type Verdict, verdict } from '../../test/verdict.js'
import type { PropelAuthOptions } from '../options.js'
import { createPropelAuth } from '../propelauth.js'
import { createTestIssuer } from '../testing.js'
import { createAudienceCheck, toCanonicalUri } from './audience.js'

const resource = 'https://api.example.com/mcp'

function judge(
  { aud }: { readonly aud?: unknown },
  audience?: string | readonly string[],
  ofResource?: string,
): Verdict {
  return createAudienceCheck(audience, ofResource)?.(aud)?.code ?? 'accepted'
}

describe('with audience', () => {
  test('aud must name one of them', () => {
    for (const [audience, aud] of [
      ['a', 'a'],
      ['a', ['a']],
      ['a', ['b', 'a']],
      [['a', 'b'], 'b'],
      [
        ['a', 'b'],
        ['c', 'b'],
      ],
      ['https://api.example.com', 'https://api.example.com/'],
    ] as const)
      expect(judge({ aud }, audience)).toBe('accepted')
    for (const [audience, aud] of [
      ['a', 'b'],
      ['a', 'A'],
      ['a', 'ab'],
      ['a', ''],
      ['a', []],
      ['a', ['b', 'c']],
      [['a', 'b'], 'a b'],
      [['a', 'b'], 'a,b'],
      ['https://api.example.com', 'https://api.example.com.evil.example'],
    ] as const)
      expect(judge({ aud }, audience)).toBe('invalid_claims')
  })

  test('a token without aud is refused', () => {
    expect(judge({}, 'a')).toBe('invalid_claims')
    expect(judge({ aud: undefined }, ['a'])).toBe('invalid_claims')
  })

  test('the resource is not an accepted audience', () => {
    expect(judge({ aud: resource }, 'a', resource)).toBe('invalid_claims')
    expect(judge({ aud: 'a' }, 'a', resource)).toBe('accepted')
    expect(judge({}, 'a', resource)).toBe('invalid_claims')
  })
})

describe('with resource and without audience', () => {
  test('an aud that names only others is refused', () => {
    expect(judge({ aud: resource }, undefined, resource)).toBe('accepted')
    expect(judge({ aud: ['https://other.example', resource] }, undefined, resource)).toBe('accepted')
    for (const aud of ['https://other.example', ['https://a.example', 'https://b.example'], [], '', 'client-7'])
      expect(judge({ aud }, undefined, resource)).toBe('invalid_claims')
  })

  test('a token without aud is accepted: tokens of the service have none', () => {
    expect(judge({}, undefined, resource)).toBe('accepted')
  })
})

describe('the claim aud', () => {
  test('of the wrong type is refused if it is checked', () => {
    for (const aud of [null, 7, true, {}, { any: resource }, [resource, 7], [null], [[resource]], [undefined]]) {
      expect(judge({ aud }, resource)).toBe('invalid_claims')
      expect(judge({ aud }, undefined, resource)).toBe('invalid_claims')
    }
  })

  test('is not checked without either option', () => {
    for (const aud of ['x', ['x'], 7, null, {}]) expect(judge({ aud })).toBe('accepted')
  })

  test('is in the detail, with the expected audiences', () => {
    const detailOf = (aud: unknown) => createAudienceCheck(['a', 'b'], undefined)?.(aud)?.detail
    expect(detailOf('c')).toBe('aud is ["c"], expected one of ["a","b"]')
    expect(detailOf(['c', 'd'])).toBe('aud is ["c","d"], expected one of ["a","b"]')
    expect(detailOf([])).toBe('aud is [], expected one of ["a","b"]')
    expect(detailOf(undefined)).toBe('The claim aud must be a string or a list of strings, found undefined')
    expect(detailOf(7)).toBe('The claim aud must be a string or a list of strings, found number')
    expect(detailOf('x'.repeat(10_000))).toHaveLength(138)
  })
})

describe('names of one resource', () => {
  const same = [
    ['https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com/mcp', 'https://api.example.com/mcp/'],
    ['https://api.example.com/mcp', 'HTTPS://API.Example.COM/mcp'],
    ['https://api.example.com/mcp', 'https://api.example.com:443/mcp'],
    ['http://localhost/mcp', 'http://localhost:80/mcp'],
    ['http://[::1]:8787/mcp', 'http://[::1]:8787/mcp/'],
    ['https://api.example.com/a?b=c', 'https://API.example.com:443/a?b=c'],
  ] as const
  const different = [
    ['https://api.example.com/mcp', 'https://api.example.com/MCP'],
    ['https://api.example.com/mcp', 'https://api.example.com/mcp//'],
    ['https://api.example.com/mcp', 'https://api.example.com/x/../mcp'],
    ['https://api.example.com/mcp', 'https://api.example.com/%6Dcp'],
    ['https://api.example.com/mcp', 'https://api.example.com/mcp?'],
    ['https://api.example.com/mcp', 'https://api.example.com/mcp#'],
    ['https://api.example.com/mcp', 'https://api.example.com\\mcp'],
    ['https://api.example.com/mcp', ' https://api.example.com/mcp'],
    ['https://api.example.com/mcp', 'https://api.exam\tple.com/mcp'],
    ['https://api.example.com/mcp', 'https:/api.example.com/mcp'],
    ['https://api.example.com/mcp', 'http://api.example.com/mcp'],
    ['https://api.example.com/mcp', 'https://api.example.com:80/mcp'],
    ['https://api.example.com/mcp', 'https://api.example.com./mcp'],
    ['https://api.example.com/mcp', 'https://user@api.example.com/mcp'],
    ['https://api.example.com/mcp', 'https://api.example.com@evil.example/mcp'],
    ['https://api.example.com/a?b=/', 'https://api.example.com/a?b='],
    ['https://api.example.com', 'api.example.com'],
    ['urn:a', 'URN:a'],
    ['client-7', 'client-7/'],
  ] as const

  test('may differ in the case of scheme and host, the default port and one trailing slash', () => {
    for (const [one, other] of same) {
      expect(toCanonicalUri(one)).toBe(toCanonicalUri(other))
      expect(judge({ aud: other }, undefined, one)).toBe('accepted')
      expect(judge({ aud: one }, undefined, other)).toBe('accepted')
    }
  })

  test('differ in nothing else', () => {
    for (const [one, other] of different) {
      expect(toCanonicalUri(one)).not.toBe(toCanonicalUri(other))
      expect(judge({ aud: other }, undefined, one)).toBe('invalid_claims')
    }
  })
})

describe('an instance', async () => {
  const issuer = await createTestIssuer()
  const setUp = (options: Partial<PropelAuthOptions>) => {
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, ...options })
    return async (claims: object) => verdict(propelAuth.validateToken(await issuer.token({ claims: { ...claims } })))
  }

  test('applies the rule to cached tokens', async () => {
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, audience: 'a' })
    const good = await issuer.token({ claims: { aud: 'a' } })
    const foreign = await issuer.token({ claims: { aud: 'b' } })
    for (let time = 0; time < 3; time++) {
      expect(await verdict(propelAuth.validateToken(good))).toBe('accepted')
      expect(await verdict(propelAuth.validateToken(foreign))).toBe('invalid_claims')
    }
    const other = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, audience: 'b' })
    expect(await verdict(other.validateToken(good))).toBe('invalid_claims')
  })

  test('has the rule of its options', async () => {
    expect(await setUp({})({ aud: 'x' })).toBe('accepted')
    expect(await setUp({ resource })({ aud: 'x' })).toBe('invalid_claims')
    expect(await setUp({ resource })({})).toBe('accepted')
    expect(await setUp({ resource, audience: ['x', 'y'] })({ aud: 'x' })).toBe('accepted')
    expect(await setUp({ audience: 'x' })({})).toBe('invalid_claims')
    expect(await setUp({})({ cnf: { jkt: 'x' } })).toBe('invalid_claims')
  })

  test('checks the audience after the signature', async () => {
    const propelAuth = createPropelAuth({ authUrl: issuer.authUrl, jwks: issuer.jwks, audience: 'a' })
    const foreign = await issuer.token({ claims: { aud: 'b' } })
    expect(await verdict(propelAuth.validateToken(`${foreign.slice(0, -4)}AAAA`))).toBe('invalid_signature')
  })
})
