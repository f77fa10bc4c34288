import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { backend, browser } from '../../test/fixture.js'
import { toOlderVersion } from '../../test/older-version.js'
import { createEmulator, PERSONAS, type Seed } from '../index.js'

let data = ''
beforeEach(() => {
  data = folderOfTest()
})

describe('the data directory', () => {
  test('keeps users, sessions, keys and API key over a restart', async () => {
    const first = createEmulator({ data })
    const created = await backend(first, 'POST', 'user/', { email: 'kept@x.test' })
    const visitor = browser(first)
    await visitor.submit('/login', { email: PERSONAS.owner.email, password: PERSONAS.owner.password })
    await first.close()
    await using second = createEmulator({ data })
    expect([second.apiKey, second.verifierKey]).toEqual([first.apiKey, first.verifierKey])
    expect((await backend(second, 'GET', `user/${created.body.user_id}`)).body.email).toBe('kept@x.test')
    const headers = { Cookie: `refresh_token=${visitor.cookies.get('refresh_token')}` }
    expect((await second.fetch(`${second.authUrl}/api/v1/refresh_token`, { headers })).status).toBe(200)
  })

  test('a restart with the same seed changes nothing and restores nothing', async () => {
    const first = createEmulator({ data })
    await backend(first, 'DELETE', `user/${PERSONAS.member.userId}`)
    await backend(first, 'PUT', `user/${PERSONAS.owner.userId}`, { first_name: 'Changed' })
    const before = await backend(first, 'GET', 'user/query?include_orgs=true')
    await first.close()
    await using second = createEmulator({ data })
    expect((await backend(second, 'GET', 'user/query?include_orgs=true')).body).toEqual(before.body)
  })

  test('a changed seed adds and updates, and removes nothing', async () => {
    const seed = (first_name: string, extra: Seed['users'] = []): Seed => ({
      users: [{ key: 'ada', email: 'ada@x.test', password: 'long enough', first_name }, ...extra],
      orgs: [{ key: 'acme', name: 'Acme', members: { ada: extra.length > 0 ? 'Owner' : 'Member' } }],
    })
    const first = createEmulator({ data, seed: seed('Ada') })
    await backend(first, 'POST', 'user/', { email: 'mine@x.test' })
    await first.close()
    await using second = createEmulator({ data, seed: seed('Adele', [{ key: 'bob', email: 'bob@x.test' }]) })
    expect(second.counts()).toEqual({ users: 3, orgs: 1 })
    const { claims } = await second.mintToken({ user: 'ada', org: 'acme' })
    expect(claims).toMatchObject({ first_name: 'Adele', org_member_info: { user_role: 'Owner' } })
    expect((await browser(second).submit('/login', { email: 'ada@x.test', password: 'long enough' })).status).toBe(303)
  })

  test('a renamed seed key keeps its user', async () => {
    const id = '0c7a8c32-71c5-4c83-a3f9-1a4a0bd1d8a1'
    const seed = (key: string, mfa_secret?: string): Seed => ({
      users: [{ key, id, email: 'ada@x.test', ...(mfa_secret ? { mfa_secret } : {}) }],
      orgs: [{ key: 'acme', name: 'Acme', members: { [key]: 'Owner' } }],
    })
    await createEmulator({ data, seed: seed('ada', 'GEZDGNBVGY3TQOJQ') }).close()
    await using second = createEmulator({ data, seed: seed('adele') })
    expect((await second.mintToken({ user: 'adele', org: 'acme' })).claims).toMatchObject({ user_id: id })
    expect((await backend(second, 'GET', `user/${id}`)).body.mfa_enabled).toBe(false)
  })

  test('a seed key that is given to another user is only that user', async () => {
    const id = '0c7a8c32-71c5-4c83-a3f9-1a4a0bd1d8a1'
    await createEmulator({ data, seed: { users: [{ key: 'ada', email: 'old@x.test' }] } }).close()
    await using second = createEmulator({ data, seed: { users: [{ key: 'ada', id, email: 'new@x.test' }] } })
    expect((await second.mintToken({ user: 'ada' })).claims).toMatchObject({ user_id: id })
  })

  test('fresh restores the seed and keeps the keys', async () => {
    const first = createEmulator({ data })
    await backend(first, 'POST', 'user/', { email: 'gone@x.test' })
    await first.close()
    await using second = createEmulator({ data, fresh: true })
    expect(second.counts()).toEqual({ users: 5, orgs: 2 })
    expect(second.apiKey).toBe(first.apiKey)
  })

  test('an emptied project stays empty over a restart', async () => {
    const first = createEmulator({ data })
    first.reset({ empty: true })
    await first.close()
    await using second = createEmulator({ data })
    expect(second.counts()).toEqual({ users: 0, orgs: 0 })
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'a file of version %i is migrated with its links and sessions',
    async (version) => {
      const first = createEmulator({ data })
      const { email, password } = PERSONAS.owner
      const { body } = await backend(first, 'POST', 'magic_link', { email })
      const visitor = browser(first)
      await visitor.submit('/login', { email, password })
      const headers = { Cookie: `refresh_token=${visitor.cookies.get('refresh_token')}` }
      await first.close()
      const sqlite = new DatabaseSync(join(data, 'emulator.sqlite'))
      toOlderVersion(sqlite, version)
      sqlite.close()
      await using second = createEmulator({ data })
      expect(second.webhooks.addEndpoint({ url: 'http://localhost:3000/' }).enabled).toBe(true)
      expect(second.mintMcpToken({ user: email, resource: 'https://mcp.test/' }).scopes).not.toEqual([])
      expect((await browser(second).get(body.url)).status).toBe(303)
      const session = () => second.fetch(`${second.authUrl}/api/v1/refresh_token`, { headers })
      expect((await session()).status).toBe(200)
      await second.fetch(`${second.authUrl}/api/v1/logout`, { method: 'POST', headers })
      expect((await session()).status).toBe(401)
    },
  )

  test('a file of an unknown version is an error that says what to do', async () => {
    await createEmulator({ data }).close()
    const sqlite = new DatabaseSync(join(data, 'emulator.sqlite'))
    sqlite.exec('PRAGMA user_version = 99')
    sqlite.close()
    expect(() => createEmulator({ data })).toThrow(/another version of the emulator; delete it/)
  })
})
