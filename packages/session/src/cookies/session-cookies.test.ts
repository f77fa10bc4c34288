import { createRandom } from 'test-kit/random'
import { describe, expect, test } from 'vitest'
import { createTestApp } from '../../test/app.js'
import { parseSetCookie } from '../../test/cookie-jar.js'
import { hostileCookies } from '../../test/hostile.js'
import { type CookieSettings, toCookieSettings } from '../options/cookie-settings.js'
import { officialPrefix } from '../options/option-forms.js'
import type { Settings } from '../options/settings.js'
import { readCookie } from './cookie-header.js'
import { readAll, readVisit, type Tokens, writeCookies } from './session-cookies.js'

const settingsFor = (prefix: string) => toCookieSettings({ prefix, sameSite: 'lax', maxAgeSeconds: 60 }, true)
const own = settingsFor('__Host-pa')
const official = settingsFor(officialPrefix)

// Not of `Headers`, which refuses characters that some runtimes accept from the network.
const visitOf = (cookie: string, settings: CookieSettings) => readVisit(settings, { headers: { get: () => cookie } })

/** Spaces of Unicode that a browser does not remove from the name of a cookie. `trim()` removes most of them. */
const otherSpaces = [...'\v\f\u0085\u00a0\u1680\u2000\u2028\u2029\u202f\u205f\u3000\ufeff']

const write = (tokens: Tokens, settings: CookieSettings, before = '') =>
  writeCookies({ ...settings, onEvent() {} } as Partial<Settings> as Settings, visitOf(before, settings), tokens)

/** What the cookies of a request hold. The access token is read alone, and with all the others: always the same. */
function read(cookie: string, settings: CookieSettings) {
  const visit = visitOf(cookie, settings)
  const all = readAll(settings, { ...visit, all: undefined })
  expect(visit.accessToken).toBe(all.accessToken)
  return all
}

/** The `Set-Cookie` headers for tokens, after a request with these cookies. */
const store = (accessToken: string, settings: CookieSettings, refreshToken = 'refresh', before = '') =>
  write({ accessToken, refreshToken }, settings, before).map(parseSetCookie)

const headerOf = (cookies: readonly { name: string; value: string }[]) =>
  cookies.map(({ name, value }) => `${name}=${value}`).join('; ')

describe.each([own, official])('cookies with the prefix $prefix', (settings) => {
  test.each([1, 100, 3_168, 3_169, 3_170, 4_000, 4_001, 9_004, 12_600])('hold a token of %i characters', (length) => {
    const token = Array.from({ length }, (_, index) => (index % 36).toString(36)).join('')
    const cookies = store(token, settings)
    for (const { name, value } of cookies) expect(name.length + value.length).toBeLessThanOrEqual(4_096)
    expect(read(headerOf(cookies), settings)).toMatchObject({
      accessToken: token,
      refreshToken: 'refresh',
    })
    const reversed = headerOf(cookies.toReversed())
    expect(read(reversed, settings).accessToken).toBe(token)
  })

  test('hold a refresh token of any characters that one can have', () => {
    for (const token of ['a;b=c, d"e\\f', '%41%', '+/=', 'x'.repeat(4_000), ' '])
      expect(read(headerOf(store('a', settings, token)), settings).refreshToken).toBe(token)
    for (const token of ['é\u{1f600}', 'a\0', '\n', 'x'.repeat(4_001)])
      expect(read(headerOf(store('a', settings, token)), settings).refreshToken).toBe('')
  })

  // Browsers let any site of the domain set such a name, as it does not begin with `__Host-`.
  test.each(otherSpaces)('are others where %j stands before the name', (space) => {
    const tossed = `${space}${headerOf(store('tossed', settings, 'tossed')).replaceAll('; ', `; ${space}`)}`
    for (const header of [tossed, `other=1; ${tossed}`, `other=1;${tossed}`])
      expect(read(header, settings)).toMatchObject({ accessToken: '', refreshToken: '', names: [] })
    const mine = headerOf(store('mine', settings, 'mine'))
    for (const header of [`${mine}; ${tossed}`, `${tossed}; ${mine}`])
      expect(read(header, settings)).toMatchObject({ accessToken: 'mine', refreshToken: 'mine' })
  })

  test('may have spaces and tabs around them', () => {
    const header = ` \t${headerOf(store('mine', settings, 'mine')).replaceAll('; ', ' \t;\t ')}\t `
    expect(read(header, settings)).toMatchObject({ accessToken: 'mine', refreshToken: 'mine' })
  })

  test('that are missing in the middle make no token', () => {
    const cookies = store('x'.repeat(9_004), settings).filter(({ name }) => name.includes('_at'))
    for (const missing of cookies) {
      const { accessToken } = read(headerOf(cookies.filter((cookie) => cookie !== missing)), settings)
      // The official format does not tell that the end is missing: the signature does.
      expect(accessToken.length).toBeLessThan(9_004)
      if (settings === own) expect(accessToken).toBe('')
    }
  })

  test('of a longer token before are deleted, also behind a gap', () => {
    const { prefix } = settings
    const before = `${prefix}_at_1=x; ${prefix}_at_7=x; ${prefix}_other=x; other=x`
    const deleted = store('short', settings, 'refresh', before).filter(({ value }) => value === '')
    expect(deleted.map(({ name }) => name)).toEqual([`${prefix}_at_1`, `${prefix}_at_7`])
  })
})

test('chunks are of at most 3,180 characters', () => {
  for (const { value } of store('x'.repeat(12_600), own)) expect(value.length).toBeLessThanOrEqual(3_180)
})

test('equal tokens make equal chunks', () => {
  expect(store('x'.repeat(9_000), own)).toEqual(store('x'.repeat(9_000), own))
})

describe('a cookie of a header', () => {
  /** Takes the whole header apart. */
  function readByParts(header: string, name: string) {
    const pairs = header.split(';').map((pair) => pair.trim())
    const values = pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1).trim())
    return new Set(values).size > 1 ? '' : values[0]
  }

  test('is the one of exactly that name, however the header is written', () => {
    const random = createRandom(20_261_129)
    const pieces = ['name=', 'name', 'x_name=', 'name_0=', 'value', 'name=value', '.', '%41', '"', '\u00e9']
    const separators = ['; ', ';', ' ;', ' ', '=', '\t', ';\t ']
    const toHeader = () =>
      Array.from({ length: 1 + random.below(8) }, () => random.pick(random.below(3) ? pieces : separators)).join('')
    const headers = [...Array.from({ length: 20_000 }, toHeader), ...hostileCookies]
    for (const header of headers) expect(readCookie(header, 'name'), header).toBe(readByParts(header, 'name'))
    const values = new Set(headers.map((header) => readCookie(header, 'name')))
    expect(values.size).toBeGreaterThan(100)
  })
})

test.each([own, official])('the access token is the same, read alone or with all cookies ($prefix)', (settings) => {
  const random = createRandom(20_261_129)
  const names = ['__Host-pa_at', '__pa_at', '__Host-pa_at_1', '__pa_at_0', '__Host-pa_rt', '__Host-pa_org_id', 'other']
  const values = ['a.1.token', 'a.2.to', 'a.2.ken', 'a.0.token', '.1.', 'a.99.x', 'token', '']
  const toPair = () => `${random.pick(names)}=${random.pick(values)}`
  const headers = Array.from({ length: 5_000 }, () => Array.from({ length: random.below(6) }, toPair).join('; '))
  const found = [...headers, ...hostileCookies].map((header) => read(header, settings).accessToken)
  expect(found.filter((token) => token !== '').length).toBeGreaterThan(100)
})

test('the cookies of a request are read once', () => {
  for (const cookie of ['', 'other=x', '__Host-pa_at=a.1.token']) {
    const visit = visitOf(cookie, own)
    expect(readAll(own, visit)).toBe(readAll(own, visit))
  }
})

describe('the format of the official libraries', () => {
  test('is one cookie up to 4,000 characters, else numbered slices of 4,000', () => {
    expect(store('x'.repeat(4_000), official).map(({ name, value }) => [name, value.length])).toEqual([
      ['__pa_at', 4_000],
      ['__pa_rt', 7],
    ])
    expect(store('x'.repeat(9_004), official).map(({ name, value }) => [name, value.length])).toEqual([
      ['__pa_at_0', 4_000],
      ['__pa_at_1', 4_000],
      ['__pa_at_2', 1_004],
      ['__pa_rt', 7],
    ])
  })

  test('has attributes in the order of the official libraries', () => {
    const [header] = write({ accessToken: 'a', refreshToken: 'b' }, official)
    expect(header).toBe('__pa_at=a; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=60')
  })

  test.each([own, official])('is replaced as a whole by the cookies of the app ($prefix)', (settings) => {
    const before = '__pa_at_0=a; __pa_at_1=b; __pa_rt=c; __pa_active_org_id=d'
    const written = store('x', settings, 'y', `${before}; __pa_other=e`)
    const names = written.filter(({ value }) => value === '').map(({ name }) => name)
    const replaced = settings === official ? ['__pa_rt'] : []
    expect([...names, ...replaced].toSorted()).toEqual(['__pa_active_org_id', '__pa_at_0', '__pa_at_1', '__pa_rt'])
  })

  test('is read with every prefix, whole or in slices, with either name of the active org', () => {
    const orgId = '14824461-43b7-4f9b-8e1b-a0f2e5717cd7'
    for (const name of ['__pa_org_id', '__pa_active_org_id'])
      for (const token of ['__pa_at=ab', '__pa_at_0=a; __pa_at_1=b'])
        expect(read(`${token}; __pa_rt=r; ${name}=${orgId}`, own)).toMatchObject({
          accessToken: 'ab',
          refreshToken: 'r',
          orgId,
        })
  })
})

test('cookies of the app count before official ones, and are never combined with them', () => {
  const both = '__pa_at=evil; __pa_rt=evil; __Host-pa_at=good.1.good'
  expect(read(both, own)).toMatchObject({ accessToken: 'good', refreshToken: '' })
  expect(read('__pa_rt=evil; __Host-pa_at=broken', own)).toMatchObject({
    accessToken: '',
    refreshToken: '',
  })
})

test('a cookie that occurs twice with different values does not count', () => {
  for (const [settings, value] of [
    [own, (text: string) => `a.1.${text}`],
    [official, (text: string) => text],
  ] as const) {
    const name = `${settings.prefix}_rt`
    const twice = `${name}=${value('x')}; ${name}=${value('y')}`
    expect(read(twice, settings).refreshToken).toBe('')
    const same = `${name}=${value('x')}; ${name}=${value('x')}`
    expect(read(same, settings).refreshToken).toBe('x')
    expect(read(`${twice}; ${name}=${value('x')}`, settings).refreshToken).toBe('')
  }
})

test('an active org that is no id does not count', () => {
  for (const orgId of ['', 'x', '14824461-43b7-4f9b-8e1b-a0f2e5717cd7x', '__proto__', '../..', '14824461%2D43b7'])
    expect(read(`__Host-pa_org_id=${orgId}`, own).orgId).toBeUndefined()
})

test('cookies with SameSite=Strict: the callback is a page that goes on, and the state cookie is Lax', async () => {
  const app = await createTestApp({ cookies: { sameSite: 'strict' }, afterLogin: '/a"b&c' })
  const start = await app.handle('/api/auth/login')
  expect(start.headers.get('set-cookie')).toContain('SameSite=Lax')
  const end = await app.logIn()
  expect([end.status, end.headers.get('location')]).toEqual([200, null])
  expect(end.headers.get('refresh')).toBe('0;url=https://app.example.com/a%22b&c')
  expect(await end.text()).toContain('<a href="https://app.example.com/a%22b&amp;c">Continue</a>')
  for (const cookie of end.headers.getSetCookie().filter((header) => !header.includes('_state_')))
    expect(cookie).toContain('SameSite=Strict')
})
