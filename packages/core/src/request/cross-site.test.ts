import { describe, expect, test } from 'vitest'
import { requestOf } from '../../test/request.js'
import { forwardedOrigin, type OriginOf, refuseCrossSite, requestOrigin } from './cross-site.js'

interface Case {
  readonly method?: string
  readonly url?: string
  readonly allowed?: readonly string[]
  readonly own?: OriginOf
}

const refusalOf = (
  headers: Record<string, string>,
  { method = 'POST', url, allowed, own = requestOrigin }: Case = {},
) => refuseCrossSite(requestOf(method, headers, url), allowed, own)
const judge = (...of: Parameters<typeof refusalOf>) => refusalOf(...of)?.code ?? 'counts'

const own = 'https://app.example.com'
const strangers = [
  'https://evil.example',
  'http://app.example.com',
  'https://app.example.com:8443',
  'https://app.example.com.evil.example',
  'https://xapp.example.com',
  'https://app.example.com/',
  'HTTPS://APP.EXAMPLE.COM',
  'null',
  '',
]

describe('safe methods', () => {
  test('count from everywhere', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      for (const site of ['cross-site', 'same-site', 'none'])
        expect(judge({ origin: 'https://evil.example', 'sec-fetch-site': site }, { method })).toBe('counts')
  })

  test('are GET, HEAD and OPTIONS in capitals', () => {
    const unsafe = [
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'CONNECT',
      'TRACE',
      'get',
      'GET ',
      'GET\n',
      'XGET',
      'QUERY',
      undefined,
    ]
    for (const method of unsafe)
      expect(
        refuseCrossSite(requestOf(method, { origin: 'https://evil.example' }), undefined, requestOrigin),
      ).toMatchObject({
        code: 'cross_site_request',
      })
  })

  test('are unsafe for an upgrade', () => {
    const upgrade = { upgrade: 'websocket' }
    expect(judge({ ...upgrade, origin: 'https://evil.example' }, { method: 'GET' })).toBe('cross_site_request')
    expect(judge(upgrade, { method: 'GET' })).toBe('cross_site_request')
    expect(judge({ ...upgrade, origin: own }, { method: 'GET' })).toBe('counts')
    expect(judge({ ...upgrade, origin: own, 'sec-fetch-site': 'cross-site' }, { method: 'GET' })).toBe(
      'cross_site_request',
    )
  })
})

describe('without a list', () => {
  test('the own origin counts', () => {
    expect(judge({ origin: own })).toBe('counts')
    expect(judge({ origin: own }, { url: 'https://APP.example.com:443/x' })).toBe('counts')
    for (const site of ['same-origin', 'same-site'])
      expect(judge({ origin: own, 'sec-fetch-site': site })).toBe('counts')
  })

  test('a foreign or missing origin does not count', () => {
    for (const origin of strangers) expect(judge({ origin })).toBe('cross_site_request')
    expect(judge({})).toBe('cross_site_request')
  })

  test('null or no origin counts with Sec-Fetch-Site: same-origin, and with nothing else', () => {
    for (const origin of [{}, { origin: 'null' }]) {
      expect(judge({ ...origin, 'sec-fetch-site': 'same-origin' })).toBe('counts')
      for (const site of ['same-site', 'cross-site', 'none', '', 'SAME-ORIGIN', 'same-origin, cross-site'])
        expect(judge({ ...origin, 'sec-fetch-site': site })).toBe('cross_site_request')
    }
  })

  test('another origin does not count with Sec-Fetch-Site: same-origin', () => {
    for (const origin of strangers.filter((stranger) => stranger !== 'null'))
      expect(judge({ origin, 'sec-fetch-site': 'same-origin' })).toBe('cross_site_request')
  })

  test('a request whose own origin is unknown is refused', () => {
    for (const url of ['', '/api', 'app.example.com', 'localhost:3000/x', 'https://', '::', 'file:///x', 'data:,x'])
      for (const origin of ['null', 'undefined', '', own]) expect(judge({ origin }, { url })).toBe('cross_site_request')
    const { headers } = requestOf('POST', { origin: 'undefined' })
    expect(refuseCrossSite({ headers, method: 'POST' }, undefined, requestOrigin)?.code).toBe('cross_site_request')
    const absent = { get: () => undefined as unknown as null }
    expect(refuseCrossSite({ headers: absent, method: 'POST', url: '/x' }, undefined, requestOrigin)?.code).toBe(
      'cross_site_request',
    )
  })
})

describe('behind a proxy that ends TLS', () => {
  const url = 'http://app.example.com/api'

  test('a plain http page of the same host does not count: browsers call it cross-site', () => {
    expect(judge({ origin: 'http://app.example.com', 'sec-fetch-site': 'cross-site' }, { url })).toBe(
      'cross_site_request',
    )
  })

  test('the listed origin counts, and the own one of request.url does not', () => {
    const allowed = [own]
    expect(judge({ origin: own, 'sec-fetch-site': 'same-origin' }, { url, allowed })).toBe('counts')
    expect(judge({ origin: own }, { url, allowed })).toBe('counts')
    expect(judge({ origin: 'http://app.example.com' }, { url, allowed })).toBe('cross_site_request')
  })
})

describe('with a list', () => {
  const allowed = ['https://web.example.com', 'https://admin.example.com']

  test('only an origin that equals one of the list counts', () => {
    for (const origin of allowed) expect(judge({ origin }, { allowed })).toBe('counts')
    for (const origin of [
      own,
      'https://web.example.co',
      'https://xweb.example.com',
      'http://web.example.com',
      'null',
      '',
    ])
      expect(judge({ origin }, { allowed })).toBe('cross_site_request')
    for (const origin of [{}, { origin: 'null' }])
      expect(judge({ ...origin, 'sec-fetch-site': 'same-origin' }, { allowed })).toBe('cross_site_request')
  })

  test('Sec-Fetch-Site: cross-site is refused as well', () => {
    for (const origin of allowed)
      expect(judge({ origin, 'sec-fetch-site': 'cross-site' }, { allowed })).toBe('cross_site_request')
    expect(judge({ origin: allowed[0] ?? '', 'sec-fetch-site': 'same-site' }, { allowed })).toBe('counts')
  })
})

describe('the forwarded origin', () => {
  const read = (headers: Record<string, string>) => forwardedOrigin(requestOf('POST', headers))

  test('is that of the first X-Forwarded-Host, or of Host, and https unless the proxy says http', () => {
    expect(read({ host: 'app.example.com' })).toBe(own)
    expect(read({ host: '127.0.0.1:3000', 'x-forwarded-host': 'app.example.com' })).toBe(own)
    expect(read({ 'x-forwarded-host': 'app.example.com, proxy.internal', 'x-forwarded-proto': 'https,http' })).toBe(own)
    expect(read({ host: 'localhost:3000', 'x-forwarded-proto': 'http' })).toBe('http://localhost:3000')
  })

  test('is unknown without a valid host', () => {
    for (const headers of [{}, { host: '' }, { host: 'a b' }, { 'x-forwarded-host': 'a^b' }])
      expect(read(headers as Record<string, string>)).toBeUndefined()
  })
})

const detailOf = (...of: Parameters<typeof refusalOf>) => refusalOf(...of)?.detail

test('a refusal says what to do where the own origin is unknown', () => {
  expect(detailOf({ origin: own }, { url: '/a/path' })).toBe(
    `Origin and site are "${own}, null", expected own origin unknown; set allowedOrigins`,
  )
})

test('a refusal names the origin found and the origins expected', () => {
  expect(detailOf({ origin: own }, { url: 'http://app.example.com/' })).toBe(
    `Origin and site are "${own}, null", expected http://app.example.com`,
  )
  const allowed = ['https://web.example.com', 'https://admin.example.com']
  expect(detailOf({ origin: own, 'sec-fetch-site': 'same-site' }, { allowed })).toBe(
    `Origin and site are "${own}, same-site", expected https://web.example.com,https://admin.example.com`,
  )
  const evil = `${'x'.repeat(500)}\u00e9\n`
  expect(detailOf({ origin: evil, 'sec-fetch-site': evil })).toMatch(/^Origin and site are "x{100}", expected [ -~]+$/)
})
