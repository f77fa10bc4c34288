import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { backend, testEmulator } from '../../test/fixture.js'
import { type Ready, startCli } from '../../test/process.js'
import { createEmulator, type Emulator, generateSigningKey, PERSONA_ORGS, PERSONAS } from '../index.js'
import { openDatabase } from './database.js'

const WRITERS = 32
const writers = Array.from({ length: WRITERS }, (_, index) => index)
const { acme } = PERSONA_ORGS

describe('concurrent writers', () => {
  test('an email address is unique', async () => {
    await using emulator = testEmulator()
    for (let round = 0; round < 20; round += 1) {
      const email = `race-${round}@x.test`
      const answers = await Promise.all(
        writers.map(() => backend(emulator, 'POST', 'user/', { email, password: 'long enough' })),
      )
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 400)).toHaveLength(WRITERS - 1)
    }
    expect(emulator.counts().users).toBe(25)
  })

  test('max_users is not exceeded', async () => {
    await using emulator = testEmulator()
    await backend(emulator, 'PUT', `org/${acme.orgId}`, { max_users: 10 })
    const ids = await Promise.all(
      writers.map(
        async (index) => (await backend(emulator, 'POST', 'user/', { email: `u${index}@x.test` })).body.user_id,
      ),
    )
    const join = (user_id: string) =>
      backend(emulator, 'POST', 'org/add_user', { user_id, org_id: acme.orgId, role: 'Member' })
    const answers = await Promise.all(ids.map(join))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6)
    expect((await backend(emulator, 'GET', `user/org/${acme.orgId}`)).body.total_users).toBe(10)
  })

  test('role changes are atomic', async () => {
    await using emulator = testEmulator()
    const roles = ['Owner', 'Admin', 'Member']
    const change = (index: number) =>
      backend(emulator, 'POST', 'org/change_role', {
        user_id: PERSONAS.member.userId,
        org_id: acme.orgId,
        role: roles[index % 3],
      })
    const answers = await Promise.all(Array.from({ length: 320 }, (_, index) => change(index)))
    expect(answers.every(({ status }) => status === 200)).toBe(true)
    expect((await backend(emulator, 'GET', `user/org/${acme.orgId}`)).body.total_users).toBe(4)
  })

  test('a magic link is redeemed once', async () => {
    await using emulator = testEmulator()
    const { body } = await backend(emulator, 'POST', 'magic_link', { email: PERSONAS.owner.email })
    const answers = await Promise.all(writers.map(() => emulator.fetch(body.url, { redirect: 'manual' })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  })

  test('a key is imported once', async () => {
    await using emulator = testEmulator()
    const imports = writers.map(() =>
      backend(emulator, 'POST', 'end_user_api_keys/import', { imported_api_key: 'same' }),
    )
    expect((await Promise.all(imports)).filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('32 times 1,000 uses of a key are all counted', { timeout: 120_000 }, async () => {
    await using emulator = testEmulator()
    await backend(emulator, 'POST', 'end_user_api_keys/import', { imported_api_key: 'same' })
    const use = () => backend(emulator, 'POST', 'end_user_api_keys/validate_imported', { api_key_token: 'same' })
    await Promise.all(
      writers.map(async () => {
        for (let i = 0; i < 1000; i += 1) await use()
      }),
    )
    expect(await usesToday(emulator)).toBe(WRITERS * 1000)
  })
})

async function usesToday(emulator: Emulator): Promise<number> {
  const date = new Date().toISOString().slice(0, 10)
  return (await backend(emulator, 'GET', `end_user_api_keys/usage?date=${date}`)).body.count
}

describe('two processes on one file', () => {
  let data = ''
  beforeEach(() => {
    data = folderOfTest()
  })

  test('have the same state and the same keys', async () => {
    await using first = createEmulator({ data })
    await using second = createEmulator({ data })
    expect([second.apiKey, second.verifierKey]).toEqual([first.apiKey, first.verifierKey])
    const { body } = await backend(first, 'POST', 'user/', { email: 'a@x.test' })
    expect((await backend(second, 'GET', `user/${body.user_id}`)).status).toBe(200)
    expect((await backend(second, 'POST', 'user/', { email: 'a@x.test' })).status).toBe(400)
  })

  test('two in one process keep their locks: a process that closes the file leaves their log', async () => {
    await using _first = createEmulator({ data })
    await using _second = createEmulator({ data })
    const file = join(data, 'emulator.sqlite')
    const script = `const sqlite = new (require('node:sqlite').DatabaseSync)(process.argv[1])
      sqlite.prepare('SELECT count(*) FROM users').get()
      sqlite.close()`
    expect(spawnSync(process.execPath, ['--eval', script, file]).status).toBe(0)
    expect(existsSync(`${file}-wal`)).toBe(true)
  })

  test('count together without SQLITE_BUSY', async () => {
    const args = ['--data', data, '--port', '0']
    await using first = await startCli(args)
    await using second = await startCli(args)
    const call = async ({ authUrl, apiKey }: Ready, path: string, body: object): Promise<number> => {
      const headers = { Authorization: `Bearer ${apiKey}` }
      const url = `${authUrl}/api/backend/v1/end_user_api_keys/${path}`
      return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).status
    }
    await call(first.ready, 'import', { imported_api_key: 'same' })
    const statuses = await Promise.all(
      writers.map(async (index) => {
        const { ready } = index % 2 === 0 ? first : second
        const seen = []
        for (let i = 0; i < 30; i += 1) seen.push(await call(ready, 'validate_imported', { api_key_token: 'same' }))
        return seen
      }),
    )
    expect(new Set(statuses.flat())).toEqual(new Set([200]))
    await using third = createEmulator({ data })
    expect(await usesToday(third)).toBe(WRITERS * 30)
  })
})

describe('a transaction', () => {
  test('that fails is rolled back, also within another', () => {
    const db = openDatabase(':memory:')
    const write = (name: string) => db.run('INSERT INTO meta VALUES (?, ?)', name, 'x')
    const failing = () =>
      db.transaction(() => {
        write('outer')
        db.transaction(() => write('inner'))
        throw new Error('no')
      })
    expect(failing).toThrow('no')
    expect(db.all('SELECT * FROM meta')).toEqual([])
    db.transaction(() => write('later'))
    expect(db.all('SELECT name FROM meta')).toEqual([{ name: 'later' }])
    db.close()
  })
})

test('emulators in memory are isolated', async () => {
  const signingKey = generateSigningKey()
  await using first = createEmulator({ signingKey })
  await using second = createEmulator()
  await backend(first, 'POST', 'user/', { email: 'a@x.test' })
  expect([first.counts().users, second.counts().users]).toEqual([6, 5])
  expect(first.apiKey).not.toBe(second.apiKey)
  expect(first.verifierKey).not.toBe(second.verifierKey)
})
