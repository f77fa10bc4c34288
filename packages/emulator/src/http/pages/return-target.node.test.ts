import { afterAll, describe, expect, test } from 'vitest'
import { backend, browser, rt, testEmulator } from '../../../test/fixture.js'
import { PERSONAS } from '../../index.js'

const emulator = testEmulator()
afterAll(() => emulator.close())
const { email, password } = PERSONAS.owner

const hosts = [
  'evil.example',
  'localhost.evil.example',
  'evil.example:3000',
  'localhost@evil.example',
  'xn--localhst-s4a',
  '127.0.0.1.evil.example',
]
const tricks = (host: string): string[] => [
  `http://${host}/`,
  `https://${host}`,
  `//${host}/`,
  `///${host}`,
  `/\\${host}`,
  `\\\\${host}`,
  `http:/${host}`,
  `http:\\\\${host}`,
  `\thttp://${host}`,
  `http://${host}\r\nLocation: http://localhost`,
  `http://localhost%2f@${host}/`,
  `http://localhost\\@${host}/`,
  `http://localhost#@${host}/`.replace('#', '%23'),
  `http://user:pass@${host}/`,
  `ftp://${host}/`,
  `%2f%2f${host}`,
]
const others = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'http://localhost.',
  'http://user@localhost:3000/',
  'http://2130706433.evil.example',
  '/account',
  'account',
  '',
  ' ',
  'http://',
  'http://[::ffff:8.8.8.8]/',
  'http://0.0.0.0/',
  'http://localhosts/',
  'http://localhost:4460//evil.example/',
  'http://localhost:4460/\\evil.example/',
  'http://localhost:4460///evil.example',
  'http://127.0.0.1:4460//evil.example/',
  'http://localhost:4460/\t//evil.example/',
  'http://localhost:4460/.//evil.example/',
  'http://localhost:4460/x/..//evil.example/',
]
const hostile = [...hosts.flatMap(tricks), ...others]
const spellings = (text: string): string[] => [
  rt(text),
  rt(encodeURIComponent(text)),
  `rt=${Buffer.from(text).toString('base64url')}`,
  `rt=${encodeURIComponent(text)}`,
  `rt=${encodeURIComponent(Buffer.from(Buffer.from(text).toString('base64')).toString('base64'))}`,
]

describe('the return target of a login', () => {
  test(`none of ${hostile.flatMap(spellings).length} hostile return addresses leaves this machine`, async () => {
    for (const query of hostile.flatMap(spellings)) {
      const answer = await browser(emulator).submit(`/login?${query}`, { email, password })
      const location = new URL(answer.headers.get('Location') ?? '', emulator.authUrl)
      expect([answer.status, location.hostname], query).toEqual([303, 'localhost'])
      expect(location.protocol, query).toMatch(/^https?:$/)
    }
  })

  test('no magic link leads to the same addresses', async () => {
    for (const redirect_to_url of hostile.filter((text) => text !== '')) {
      const { body } = await backend(emulator, 'POST', 'magic_link', { email, redirect_to_url })
      const leads = body.url === undefined ? 'nowhere' : (await browser(emulator).get(body.url)).headers.get('Location')
      if (leads !== 'nowhere')
        expect(new URL(leads ?? '', emulator.authUrl).hostname, redirect_to_url).toBe('localhost')
    }
  })

  test.each([
    'http://localhost:3000/a?b=c#d',
    'http://127.0.0.1:8787/',
    'http://[::1]:5173/x',
    'http://app.localhost/',
  ])('an app on this machine is allowed: %s', async (url) => {
    const answer = await browser(emulator).submit(`/login?${rt(url)}`, { email, password })
    expect(answer.headers.get('Location')).toBe(url)
  })

  test('base64 with an unescaped plus sign is decoded', async () => {
    const url = 'http://localhost:3000/?~>'
    const encoded = Buffer.from(url).toString('base64')
    expect(encoded).toContain('+')
    const answer = await browser(emulator).submit(`/login?rt=${encoded}`, { email, password })
    expect(answer.headers.get('Location')).toBe(new URL(url).href)
  })

  test('with configured apps, other local apps are not allowed', async () => {
    await using named = testEmulator({ appUrls: ['https://app.example.com/home'] })
    const to = async (query: string) =>
      (await browser(named).submit(`/login?${query}`, { email, password })).headers.get('Location')
    expect(await to(rt('https://app.example.com/x'))).toBe('https://app.example.com/x')
    expect(await to(rt('http://localhost:3000/'))).toBe('https://app.example.com/home')
    expect(await to('')).toBe('https://app.example.com/home')
    const page = await browser(named).get(`/login?${rt('http://localhost:3000/')}`)
    expect(page.body).toContain('not one of the allowed apps')
  })

  test('form-action has only the origin of the return target', async () => {
    const page = await browser(emulator).get(`/login?${rt('http://localhost:3000/deep/path')}`)
    expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self' http://localhost:3000")
    expect(page.headers.get('Content-Security-Policy')).not.toContain('unsafe')
  })
})
