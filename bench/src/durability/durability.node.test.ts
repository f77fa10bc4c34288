// A short form of `pnpm durability`, and what its judge sees. Needs the built emulator.
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createRandom } from 'test-kit/random'
import { folderOfTest, temporaryFolder } from 'test-kit/temporary-folder'
import { beforeAll, describe, expect, test } from 'vitest'
import { eachKind, KINDS, nothingAcknowledged } from './acknowledged.ts'
import { startEmulator } from './emulator-process.ts'
import { judge, judgeEvents } from './judge.ts'
import { killRounds } from './kill-rounds.ts'
import { manyChanges } from './many-changes.ts'
import { createWriter } from './writer.ts'

test('5 kills under load lose no acknowledged change and no webhook, and make none twice', async () => {
  const result = await killRounds({ data: folderOfTest(), rounds: 5, writers: 32, random: createRandom(20_261_130) })
  expect(result.problems).toEqual([])
  for (const kind of KINDS) expect(result.acknowledged[kind], kind).toBeGreaterThan(0)
})

test('of 16 writers with 25 changes each, none is lost and none is made twice', async () => {
  const result = await manyChanges({ data: folderOfTest(), writers: 16, changes: 25 })
  expect(result.problems).toEqual([])
  expect(result.acknowledged).toEqual(eachKind(() => 16 * 5))
})

describe('the judge', () => {
  const data = temporaryFolder()
  const acknowledged = nothingAcknowledged()
  beforeAll(async () => {
    await using emulator = await startEmulator(data, 'http://127.0.0.1:9/')
    await createWriter('w').write(emulator, acknowledged, () => acknowledged.rotations.length === 2)
  })

  /** The data directory after a change of its file. */
  function changedBy(sql: string): string {
    const copy = folderOfTest()
    cpSync(data, copy, { recursive: true })
    const sqlite = new DatabaseSync(join(copy, 'emulator.sqlite'), { enableForeignKeyConstraints: false })
    sqlite.exec(sql)
    sqlite.close()
    return copy
  }

  const none = { lost: 0, doubled: 0 }

  test('finds nothing wrong with what a killed process has left', () => {
    expect(judge(data, acknowledged)).toEqual({ kinds: eachKind(() => none), integrity: 'ok' })
    expect(judgeEvents(data, acknowledged)).toEqual(none)
  })

  test.each([
    ['users', "DELETE FROM users WHERE email = 'w-1@x.test'"],
    ['orgs', "DELETE FROM orgs WHERE name = 'w 1'"],
    ['memberships', "DELETE FROM memberships WHERE org_id = (SELECT org_id FROM orgs WHERE name = 'w 1')"],
    ['apiKeys', "DELETE FROM api_keys WHERE display_name = 'w 1'"],
    ['rotations', 'DELETE FROM refresh_tokens WHERE accepted_until IS NULL'],
  ] as const)('finds what is lost of the %s', (kind, sql) => {
    expect(judge(changedBy(sql), acknowledged).kinds).toEqual({
      ...eachKind(() => none),
      [kind]: { lost: 1, doubled: 0 },
    })
  })

  test.each([
    [
      'users',
      `INSERT INTO users (user_id, email, email_key, email_confirmed, created_at, last_active_at)
       VALUES ('x', 'w-1@x.test', 'x', 0, 0, 0)`,
    ],
    [
      'orgs',
      "INSERT INTO orgs (org_id, name, name_key, url_safe_name, created_at) VALUES ('x', 'w 1', 'w 1', 'w-1', 0)",
    ],
    [
      'memberships',
      "INSERT INTO membership_changes (org_id, change, changed_at) SELECT org_id, 1, 0 FROM orgs WHERE name = 'w 1'",
    ],
    [
      'apiKeys',
      "INSERT INTO api_keys (api_key_id, token_hash, imported, display_name, created_at) VALUES ('x', 'x', 0, 'w 1', 0)",
    ],
    [
      'rotations',
      "INSERT INTO refresh_tokens (token_hash, session_id) SELECT 'x', session_id FROM refresh_tokens WHERE accepted_until IS NULL",
    ],
  ] as const)('finds what is doubled of the %s', (kind, sql) => {
    expect(judge(changedBy(sql), acknowledged).kinds).toEqual({
      ...eachKind(() => none),
      [kind]: { lost: 0, doubled: 1 },
    })
  })

  test('finds webhooks that are lost or doubled', () => {
    const isOfFirst = `message_id = (SELECT message_id FROM webhook_messages, users WHERE email = 'w-1@x.test'
      AND event_type = 'user.created' AND json_extract(body, '$.user_id') = user_id)`
    const lost = changedBy(`DELETE FROM webhook_deliveries WHERE ${isOfFirst}`)
    expect(judgeEvents(lost, acknowledged)).toEqual({ lost: 1, doubled: 0 })
    const doubled = changedBy(`INSERT INTO webhook_deliveries (delivery_id, message_id, endpoint_id, status)
      SELECT 'x', message_id, endpoint_id, status FROM webhook_deliveries WHERE ${isOfFirst}`)
    expect(judgeEvents(doubled, acknowledged)).toEqual({ lost: 0, doubled: 1 })
  })
})
