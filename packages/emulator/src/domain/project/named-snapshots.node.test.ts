import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { deflateSync } from 'node:zlib'
import { folderOfTest } from 'test-kit/temporary-folder'
import { beforeEach, describe, expect, test } from 'vitest'
import { backend, browser, testEmulator } from '../../../test/fixture.js'
import { toOlderVersion } from '../../../test/older-version.js'
import { createEmulator, type Emulator, generateSigningKey, type Seed } from '../../index.js'

const addUser = (emulator: Emulator, email = 'new@x.test') => backend(emulator, 'POST', 'user/', { email })

/** What a call throws. */
function thrown(call: () => unknown): unknown {
  try {
    call()
  } catch (error) {
    return error
  }
  return expect.unreachable('it did not throw')
}

describe('snapshots by name', () => {
  test('are saved, listed with the newest first, restored and removed', async () => {
    await using emulator = testEmulator({ now: () => Date.UTC(2026, 0) })
    const { snapshots } = emulator
    expect(snapshots.list()).toEqual([])
    const first = snapshots.save('first')
    expect(first).toEqual({ name: 'first', saved: '2026-01-01T00:00:00.000Z', users: 5, orgs: 2, bytes: first.bytes })
    await addUser(emulator)
    const second = snapshots.save('second')
    expect(snapshots.list()).toEqual([second, first])
    expect(snapshots.restore('first')).toEqual(first)
    expect(emulator.counts().users).toBe(5)
    expect(snapshots.restore('second')).toEqual(second)
    expect(emulator.counts().users).toBe(6)
    snapshots.remove('first')
    expect(snapshots.list()).toEqual([second])
  })

  test('have the clock', async () => {
    const start = Date.UTC(2026, 0)
    await using emulator = testEmulator({ now: () => start })
    emulator.advanceClock(60)
    emulator.snapshots.save('ahead')
    emulator.reset()
    emulator.snapshots.restore('ahead')
    expect(emulator.now()).toBe(start + 60_000)
  })

  test('stay over a reset, and are not part of one another', async () => {
    await using emulator = testEmulator()
    const { bytes } = emulator.snapshots.save('one')
    emulator.reset({ empty: true })
    emulator.snapshots.restore('one')
    emulator.snapshots.save('two')
    expect(emulator.snapshots.save('three').bytes).toBeLessThan(bytes * 1.1)
    emulator.snapshots.restore('one')
    expect(emulator.snapshots.list().map(({ name }) => name)).toEqual(['three', 'two', 'one'])
  })

  test('a taken name is an error, unless it is replaced', async () => {
    await using emulator = testEmulator()
    const { snapshots } = emulator
    snapshots.save('one')
    await addUser(emulator)
    expect(thrown(() => snapshots.save('one'))).toMatchObject({
      code: 'snapshot_exists',
      message: expect.stringMatching(/^There is a snapshot "one" of 20.*Give another name, or replace it/),
    })
    expect(snapshots.list()).toMatchObject([{ name: 'one', users: 5 }])
    snapshots.save('one', { replace: true })
    expect(snapshots.list()).toMatchObject([{ name: 'one', users: 6 }])
  })

  test.each(['restore', 'remove'] as const)('%s of an unknown name lists those there are', async (method) => {
    await using emulator = testEmulator()
    const { snapshots } = emulator
    const message = (names: string) => `There is no snapshot "old". Snapshots: ${names}`
    expect(thrown(() => snapshots[method]('old'))).toMatchObject({
      code: 'snapshot_not_found',
      message: message('none'),
    })
    for (const name of ['one', 'two']) snapshots.save(name)
    expect(thrown(() => snapshots[method]('old'))).toMatchObject({ message: message('two, one') })
  })

  test.each([
    '',
    '.',
    '..',
    '-x',
    '_x',
    'a b',
    'a/b',
    '../a',
    'ä',
    'a\n',
    'a\0',
    'x'.repeat(65),
    null,
    undefined,
    5,
    {},
  ])('%j is no name', async (name) => {
    await using emulator = testEmulator()
    for (const method of ['save', 'restore', 'remove'] as const)
      expect(thrown(() => emulator.snapshots[method](name as string))).toMatchObject({
        code: 'invalid_fields',
        fields: { name: [expect.stringContaining('1 to 64 letters, digits, dots, underscores and hyphens')] },
      })
  })

  test.each(['a', '0', 'A.b_c-D', 'v1.2.3', 'x'.repeat(64)])('%s is a name', async (name) => {
    await using emulator = testEmulator()
    expect(emulator.snapshots.save(name).name).toBe(name)
  })
})

describe('in a data directory', () => {
  // Making an RSA key takes longer than all the rest.
  const keys = JSON.stringify({ apiKey: `emu_${'0'.repeat(92)}`, signingKey: generateSigningKey() })
  let data = ''
  beforeEach(() => {
    data = folderOfTest()
    writeFileSync(join(data, 'credentials.json'), keys, { mode: 0o600 })
  })
  const ada: Seed = { users: [{ key: 'ada', email: 'ada@x.test' }] }
  const sqlite = (change: (db: DatabaseSync) => void): void => {
    const db = new DatabaseSync(join(data, 'emulator.sqlite'))
    change(db)
    db.close()
  }

  test('they survive a restart, also one with fresh', async () => {
    const first = createEmulator({ data })
    await addUser(first)
    const saved = first.snapshots.save('one')
    await first.close()
    await using second = createEmulator({ data, fresh: true })
    expect(second.snapshots.list()).toEqual([saved])
    expect(second.counts().users).toBe(5)
    second.snapshots.restore('one')
    expect(second.counts().users).toBe(6)
  })

  test('a restart after a restore does not apply the seed again', async () => {
    const first = createEmulator({ data })
    first.snapshots.save('personas')
    await first.close()
    const second = createEmulator({ data, seed: ada, fresh: true })
    second.snapshots.restore('personas')
    await second.close()
    await using third = createEmulator({ data, seed: ada })
    expect(third.counts().users).toBe(5)
  })

  test('another process sees them, and the restored state', async () => {
    await using first = createEmulator({ data })
    await using second = createEmulator({ data })
    first.snapshots.save('one')
    await addUser(first)
    second.snapshots.restore('one')
    expect(first.counts().users).toBe(5)
  })

  test('there can be 100 of them', async () => {
    const first = createEmulator({ data })
    first.snapshots.save('one')
    await first.close()
    sqlite((db) =>
      db.exec(`WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100)
        INSERT INTO snapshots SELECT i, 'n' || i, saved_at, users, orgs, bytes, state FROM snapshots, n`),
    )
    await using second = createEmulator({ data })
    expect(thrown(() => second.snapshots.save('more'))).toMatchObject({
      code: 'bad_request',
      message: 'There are 100 snapshots, and there can be no more: remove one',
    })
    second.snapshots.save('one', { replace: true })
    second.snapshots.remove('n2')
    expect(second.snapshots.save('more').name).toBe('more')
  })

  test('they take 64 MB at most', async () => {
    const first = createEmulator({ data })
    first.snapshots.save('large')
    await first.close()
    sqlite((db) => db.exec(`UPDATE snapshots SET bytes = ${64 * 1024 * 1024}`))
    await using second = createEmulator({ data })
    expect(thrown(() => second.snapshots.save('more'))).toMatchObject({
      code: 'bad_request',
      message: 'The snapshots would take 65 MB together, and may take 64 MB: remove one',
    })
    expect(second.snapshots.list()).toHaveLength(1)
    second.snapshots.save('large', { replace: true })
    expect(second.snapshots.save('more').name).toBe('more')
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9])('one with tables of version %i is migrated', async (version) => {
    const first = createEmulator({ data })
    await addUser(first)
    const { cookie } = first.startSession('owner')
    const { body: link } = await backend(first, 'POST', 'magic_link', { email: 'new@x.test' })
    await first.close()
    let state: Uint8Array = new Uint8Array()
    sqlite((db) => {
      toOlderVersion(db, version)
      state = deflateSync(JSON.stringify({ clockAdvanced: 0, tables: tablesOf(db, version) }))
    })
    const second = createEmulator({ data })
    second.reset()
    second.snapshots.save('old')
    await second.close()
    sqlite((db) => db.prepare('UPDATE snapshots SET state = ?').run(state))
    await using third = createEmulator({ data })
    third.snapshots.restore('old')
    expect(third.counts()).toEqual({ users: 6, orgs: 2 })
    const headers = { Cookie: `${cookie.name}=${cookie.value}` }
    expect((await third.fetch(`${third.authUrl}/api/v1/refresh_token`, { headers })).status).toBe(200)
    expect((await browser(third).get(link.url)).status).toBe(303)
  })

  test('one of an unknown version is refused, and can be removed', async () => {
    const first = createEmulator({ data })
    first.snapshots.save('future')
    await first.close()
    const state = deflateSync(JSON.stringify({ clockAdvanced: 0, tables: { version: 99, schema: [], tables: [] } }))
    sqlite((db) => db.prepare('UPDATE snapshots SET state = ?').run(state))
    await using second = createEmulator({ data })
    expect(thrown(() => second.snapshots.restore('future'))).toMatchObject({
      code: 'bad_request',
      message:
        'The snapshot "future" was saved by another version of the emulator, whose tables this one cannot read: remove it',
    })
    expect(second.counts().users).toBe(5)
    second.snapshots.remove('future')
    expect(second.snapshots.list()).toEqual([])
  })
})

/** What a snapshot of an older version has. */
function tablesOf(db: DatabaseSync, version: number) {
  const read = (column: string, type: string): string[] =>
    db
      .prepare(
        `SELECT ${column} AS it FROM sqlite_schema WHERE ${type} AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%'`,
      )
      .all()
      .map(({ it }) => String(it))
  const tables = read('name', "type = 'table'").map((name) => {
    const rows = db.prepare(`SELECT * FROM ${name}`).all()
    return { name, columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) }
  })
  return { version, schema: read('sql', 'true'), tables }
}
