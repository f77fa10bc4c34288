import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { backend, browser } from '../../test/fixture.js'
import { createEmulator, PERSONAS, type Seed } from '../index.js'
import { INDEXES } from './indexes.js'

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

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
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
      const steps = [
        ...[TO_VERSION_8, TO_VERSION_7, TO_VERSION_6, TO_VERSION_5],
        ...[TO_VERSION_4, TO_VERSION_3, TO_VERSION_2, TO_VERSION_1],
      ]
      for (const statements of steps.slice(0, 9 - version)) sqlite.exec(statements)
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

const TO_VERSION_8 = Array.from(INDEXES.matchAll(/INDEX IF NOT EXISTS (\w+)/g), ([, name]) => `DROP INDEX ${name};`)
  .concat('PRAGMA user_version = 8;')
  .join('\n')

const TO_VERSION_7 = `DROP INDEX users_by_lock; ALTER TABLE users DROP COLUMN password_set_at;
  ALTER TABLE users DROP COLUMN password_history; ALTER TABLE users DROP COLUMN locked_until;
  ALTER TABLE users DROP COLUMN failed_logins; ALTER TABLE sessions DROP COLUMN complete; PRAGMA user_version = 7;`

const TO_VERSION_6 = `ALTER TABLE users DROP COLUMN mfa_pending_secret; ALTER TABLE users DROP COLUMN mfa_backup_codes;
  ALTER TABLE invites DROP COLUMN token_hash; PRAGMA user_version = 6;`

const TO_VERSION_5 = `DROP TABLE employees; DROP TABLE provider_tokens; DROP TABLE sso_connections;
  DROP TABLE sso_setup_links; DROP TABLE external_logins; DROP TABLE scim_group_members; DROP TABLE scim_groups;
  DROP TABLE user_activity; DROP TABLE sent_invites; DROP TABLE membership_changes;
  ALTER TABLE orgs DROP COLUMN isolated; ALTER TABLE api_keys DROP COLUMN seed_key; PRAGMA user_version = 5;`

const TO_VERSION_4 = `DROP TABLE webhook_attempts; DROP TABLE webhook_deliveries; DROP TABLE webhook_messages;
  DROP TABLE webhook_endpoints; DROP TABLE sms; ALTER TABLE users DROP COLUMN mfa_phones; PRAGMA user_version = 4;`

const TO_VERSION_3 =
  'DROP TABLE oauth_tokens; DROP TABLE oauth_grants; DROP TABLE oauth_clients; PRAGMA user_version = 3;'

const TO_VERSION_2 = `PRAGMA foreign_keys = OFF; ALTER TABLE sessions RENAME TO new_sessions;
  DROP INDEX sessions_by_user;
  CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, login_method TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, family TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
  INSERT INTO sessions SELECT token_hash, user_id, login_method, created_at, expires_at, session_id
    FROM refresh_tokens JOIN new_sessions USING (session_id);
  CREATE INDEX sessions_by_user ON sessions (user_id);
  CREATE INDEX sessions_by_family ON sessions (family);
  DROP TABLE refresh_tokens; DROP TABLE new_sessions; PRAGMA user_version = 2;`

const TO_VERSION_1 = `DROP INDEX sessions_by_family; ALTER TABLE sessions DROP COLUMN family;
  ALTER TABLE one_time_tokens RENAME COLUMN purpose TO kind;
  ALTER TABLE one_time_tokens RENAME TO links; PRAGMA user_version = 1;`
