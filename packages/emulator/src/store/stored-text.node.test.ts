import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../test/fixture.js'
import { toolVisitor } from '../../test/tool-visitor.js'
import { oneOfEachShape, xssStrings } from '../../test/xss-strings.js'

const emulator = testEmulator()
afterAll(() => emulator.close())

const SQL_PARTS = [
  `'`,
  `"`,
  '`',
  `''`,
  `';--`,
  `' OR '1'='1`,
  `%`,
  `_`,
  `\\`,
  `/*`,
  `*/`,
  `--`,
  `;`,
  `?`,
  `?1`,
  `:a`,
  `@a`,
  `$a`,
  `\0`,
  `\n`,
  `x'41'`,
]
const SQL_STATEMENTS = [
  'DROP TABLE users',
  'SELECT * FROM users',
  'UPDATE users SET enabled=0',
  'UNION SELECT 1',
  'ATTACH DATABASE x AS y',
  'PRAGMA writable_schema=1',
]
const UNICODE = ['\u001b', '\u001b0', '\u001b1\0', 'é', '\u202e', '😀', '\ufeff', '한', '\u0000', '\u2028', 'İ', 'ß']

/** A thousand texts with a meaning in SQL. */
function sqlStrings(): string[] {
  const parts = [...SQL_PARTS, ...UNICODE]
  const made = parts.flatMap((part, i) =>
    SQL_STATEMENTS.flatMap((statement, j) => [
      `${part}${statement}${part}`,
      `${statement}${part}${parts[(i + j) % parts.length]}`,
      `${part});${statement};${part} ${j}`,
      `x${part}${part}${statement} ${i}`,
      `${part} ${parts[(i * 7 + j) % parts.length]} ${i}-${j}`,
      `${statement} ${part} #${i * j}`,
    ]),
  )
  return made.slice(0, 1000)
}

describe('text is stored unchanged', () => {
  test('1,000 SQL strings in every free field of a user', async () => {
    const strings = sqlStrings()
    expect(strings).toHaveLength(1000)
    for (const [index, text] of strings.entries()) {
      const profile = {
        first_name: text,
        last_name: text,
        picture_url: text,
        username: `${index}${text}`,
        metadata: { [text]: text },
        properties: { [text]: [text] },
      }
      const { status, body } = await backend(emulator, 'POST', 'user/', { email: `sql-${index}@x.test`, ...profile })
      expect(status, text).toBe(200)
      expect((await backend(emulator, 'GET', `user/${body.user_id}`)).body, text).toMatchObject(profile)
    }
    expect(emulator.counts().users).toBe(1005)
  })

  test('the same in organizations, searches and API keys', async () => {
    for (const [index, text] of sqlStrings()
      .filter((_, i) => i % 10 === 0)
      .entries()) {
      const name = `${text} ${index}`
      const { body } = await backend(emulator, 'POST', 'org/', {
        name,
        metadata: { [text]: text },
        legacy_org_id: text,
      })
      expect((await backend(emulator, 'GET', `org/${body.org_id}`)).body).toMatchObject({
        name: name.trim(),
        metadata: { [text]: text },
        legacy_org_id: text,
      })
      const found = await backend(emulator, 'POST', 'org/query', { name: name.trim(), page_size: 100 })
      expect(
        found.body.orgs.map((org: { org_id: string }) => org.org_id),
        text,
      ).toContain(body.org_id)
      expect((await backend(emulator, 'GET', `user/query?email_or_username=${encodeURIComponent(text)}`)).status).toBe(
        200,
      )
      const key = await backend(emulator, 'POST', 'end_user_api_keys', { display_name: text, metadata: { text } })
      expect((await backend(emulator, 'GET', `end_user_api_keys/${key.body.api_key_id}`)).body).toMatchObject({
        display_name: text,
        metadata: { text },
      })
    }
  })

  test('a percent sign in a search is not a wildcard', async () => {
    await backend(emulator, 'POST', 'user/', { email: 'percent@x.test', username: 'rate 100%' })
    expect((await backend(emulator, 'GET', 'user/query?email_or_username=e 100%25')).body.total_users).toBe(1)
    expect((await backend(emulator, 'GET', 'user/query?email_or_username=e%25100')).body.total_users).toBe(0)
  })

  test('user data keeps its keys, including __proto__ and constructor', async () => {
    const properties = '{"__proto__":{"polluted":true},"constructor":1,"camelCase":2,"snake_case":3,"":4}'
    const { body } = await backend(
      emulator,
      'POST',
      'user/',
      `{"email":"keys@x.test","properties":${properties},"metadata":${properties}}`,
    )
    const response = await emulator.fetch(`${emulator.authUrl}/api/backend/v1/user/${body.user_id}`, {
      headers: { Authorization: `Bearer ${emulator.apiKey}` },
    })
    const text = await response.text()
    expect(text).toContain(`"properties":${properties}`)
    expect(text).toContain(`"metadata":${properties}`)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
})

describe('text is never markup', () => {
  const strings = xssStrings()
  const marker = 'xss-probe'
  let pages: string[] = []

  beforeAll(async () => {
    expect(strings.length).toBeGreaterThan(200)
    emulator.reset()
    const users = await Promise.all(
      strings.map(async (text, index) => {
        const profile = {
          email: `${index}${marker}${text.replaceAll(/\s/g, '')}@x.test`,
          first_name: text,
          last_name: text,
          username: `${text}${index}`,
        }
        const { body } = await backend(emulator, 'POST', 'user/', {
          ...profile,
          email_confirmed: true,
          password: 'long enough',
        })
        return (
          body.user_id ??
          (
            await backend(emulator, 'POST', 'user/', {
              ...profile,
              email: `${index}@x.test`,
              email_confirmed: true,
              password: 'long enough',
            })
          ).body.user_id
        )
      }),
    )
    const orgs = await Promise.all(
      strings.map(async (name) => (await backend(emulator, 'POST', 'org/', { name })).body.org_id),
    )
    await Promise.all(
      users.map((user_id, index) =>
        backend(emulator, 'POST', 'org/add_user', { user_id, org_id: orgs[index], role: 'Owner' }),
      ),
    )
    await Promise.all(
      orgs.map((org_id, index) =>
        backend(emulator, 'POST', 'invite_user', { org_id, email: `invited${index}@x.test`, role: 'Member' }),
      ),
    )
    pages = await renderPages(users)
  }, 120_000)

  async function renderPages(users: readonly string[]): Promise<string[]> {
    const rendered: string[] = []
    for (const user_id of users) {
      const visitor = browser(emulator)
      await visitor.submit('/_emulator/login_as', { user_id })
      rendered.push((await visitor.get('/account')).body)
    }
    for (const text of strings) {
      const visitor = browser(emulator)
      const query = `rt=${encodeURIComponent(text)}&x=${encodeURIComponent(text)}`
      rendered.push((await visitor.get(`/login?${query}`)).body)
      rendered.push((await visitor.submit(`/login?${query}`, { email: text, password: 'x' })).body)
      rendered.push(
        (await visitor.submit(`/signup?${query}`, { email: text, password: 'x', first_name: text, last_name: text }))
          .body,
      )
      rendered.push((await visitor.submit('/_emulator', { user: text, org: text, minutes: '5' })).body)
    }
    for (const text of oneOfEachShape()) {
      const visitor = browser(emulator)
      const asPage = { Accept: 'text/html' }
      rendered.push((await visitor.submit('/_emulator', { user: users[0] ?? '', org: '', minutes: text })).body)
      rendered.push((await visitor.get(`/_emulator/mail?to=${encodeURIComponent(text)}`, asPage)).body)
      rendered.push((await visitor.get(`/${encodeURIComponent(text)}`, asPage)).body)
    }
    rendered.push((await browser(emulator).get('/_emulator/mail', { Accept: 'text/html' })).body)
    rendered.push(...(await renderTools(users)))
    return [...rendered, (await browser(emulator).get('/_emulator')).body]
  }

  const FIELDS = ['email', 'password', 'first_name', 'username', 'metadata', 'properties', 'name', 'domain', 'org']
  const FURTHER_FIELDS = ['role', 'user', 'token', 'claims', 'minutes', 'impersonator', 'login_method']

  /** The pages about users, organizations and tokens, and what they show of a refused form. */
  async function renderTools(users: readonly string[]): Promise<string[]> {
    const { open, submit } = toolVisitor(emulator)
    const list = await open('orgs')
    const orgs = Array.from(list.matchAll(/href="\/_emulator\/(orgs\/[0-9a-f-]{36})"/g), ([, path = '']) => path)
    const [user = '', org = ''] = [`users/${users[0]}`, orgs.at(-1)]
    const lists = ['users', 'users?page=2', 'tokens', 'roles', 'settings', 'requests']
    const rendered = [list]
    for (const path of [...users.slice(0, 12).map((id) => `users/${id}`), ...orgs.slice(-12), ...lists])
      rendered.push(await open(path))
    for (const text of oneOfEachShape()) {
      const form = Object.fromEntries([...FIELDS, ...FURTHER_FIELDS].map((name) => [name, text]))
      const query = new URLSearchParams({ q: text, role: text, done: text, x: text, path: text, to: text })
      for (const [path, action] of [
        [user, 'profile'],
        [user, 'add_org'],
        [user, text],
        [org, 'settings'],
        [org, 'add_member'],
        ['users', 'create'],
        ['orgs', text],
        ['tokens', 'mint'],
        ['tokens', 'inspect'],
        ['roles', 'save'],
        ['settings', 'save'],
        ['faults', 'add'],
        ['requests', text],
      ])
        rendered.push((await submit(`${path}?${query}`, { ...form, action: action ?? '' })).body)
      rendered.push(await open(`sms?${query}`))
    }
    return rendered
  }

  test('pages contain only the elements and attributes of their templates', () => {
    const own =
      /^<(\/?(html|head|meta|title|link|body|nav|main|div|section|h1|h2|h3|p|form|label|input|button|select|option|ul|li|small|table|thead|tbody|tr|th|td|strong|code|pre|a|time|footer|span|details|summary|textarea|datalist))\b/i
    const attributes =
      /^(class|method|action|for|id|name|type|autocomplete|required|selected|step|value|href|rel|charset|content|lang|role|scope|minlength|datetime|data-label|list|rows|spellcheck|open|checked|aria-[a-z]+)$/
    const tags = new Set(pages.flatMap((html) => html.replace('<!doctype html>', '').match(/<[^>]*>?/g) ?? []))
    for (const tag of tags) {
      expect(tag).toMatch(own)
      for (const [, name] of tag.matchAll(/\s([^\s=>"'/]+)(?:="[^"]*")?/g)) expect(name, tag).toMatch(attributes)
    }
  })

  test('stored strings are shown as text', () => {
    const dashboard = pages.at(-1) ?? ''
    expect(dashboard).toContain('&lt;script&gt;alert(0)&lt;/script&gt;')
    expect(pages.join('')).not.toMatch(/<script|<img|<svg|<iframe|href="javascript:/i)
  })
})
