// Reads the file as the killed process has left it, without the emulator.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Acknowledged, eachKind, type Kind } from './acknowledged.ts'

/** How many changes of a kind are not there, and how many are there more than once. */
export interface Count {
  readonly lost: number
  readonly doubled: number
}

export const addCounts = (a: Count, b: Count): Count => ({ lost: a.lost + b.lost, doubled: a.doubled + b.doubled })

export interface Verdict {
  readonly kinds: Readonly<Record<Kind, Count>>
  /** What SQLite finds in the file, `ok` if nothing is wrong. */
  readonly integrity: string
}

interface Question {
  /** Counts the values of `:all`, a list in JSON, that have a row. */
  readonly found: string
  /** Counts the groups of rows that are one change. */
  readonly doubled: string
}

const each = 'json_each(:all) AS entry'
const field = (name: string) => `json_extract(entry.value, '$.${name}')`
const groups = (select: string) => `SELECT count(*) AS n FROM (${select} HAVING count(*) > 1)`

const questions: Readonly<Record<Kind, Question>> = {
  users: {
    found: `SELECT count(*) AS n FROM ${each} JOIN users ON user_id = ${field('id')} AND email = ${field('email')}`,
    doubled: groups('SELECT 1 FROM users GROUP BY lower(email)'),
  },
  orgs: {
    found: `SELECT count(*) AS n FROM ${each} JOIN orgs ON org_id = ${field('id')} AND name = ${field('name')}`,
    doubled: groups('SELECT 1 FROM orgs GROUP BY name'),
  },
  memberships: {
    found: `SELECT count(*) AS n FROM ${each} JOIN memberships ON user_id = ${field('userId')} AND org_id = ${field('orgId')}`,
    // An organization of a writer has one member. Their log has a row for each time that one was added.
    doubled: groups('SELECT 1 FROM membership_changes JOIN orgs USING (org_id) WHERE seed_key IS NULL GROUP BY org_id'),
  },
  apiKeys: {
    found: `SELECT count(*) AS n FROM ${each} JOIN api_keys ON api_key_id = ${field('id')} AND token_hash = ${field('hash')}`,
    doubled: groups('SELECT 1 FROM api_keys GROUP BY display_name'),
  },
  rotations: {
    found: `SELECT count(*) AS n FROM ${each} JOIN refresh_tokens AS old ON old.token_hash = ${field('replacedHash')}
      JOIN refresh_tokens AS new ON new.token_hash = ${field('hash')} AND new.session_id = old.session_id
      WHERE old.accepted_until IS NOT NULL`,
    doubled: groups('SELECT 1 FROM refresh_tokens WHERE accepted_until IS NULL GROUP BY session_id'),
  },
}

/** The messages about new users, each with its delivery to the one endpoint. */
const EVENTS = `SELECT json_extract(body, '$.user_id') AS id, count(*) AS n FROM webhook_messages
  JOIN webhook_deliveries USING (message_id) WHERE event_type = 'user.created' GROUP BY id`

const hash = (token: string) => createHash('sha256').update(token).digest('hex')

/** The changes as the questions take them: tokens are stored as hashes. */
const asStored = ({ apiKeys, rotations, ...rest }: Acknowledged) => ({
  ...rest,
  apiKeys: apiKeys.map(({ id, token }) => ({ id, hash: hash(token) })),
  rotations: rotations.map(({ replaced, token }) => ({ replacedHash: hash(replaced), hash: hash(token) })),
})

function withFile<Result>(data: string, work: (sqlite: DatabaseSync) => Result): Result {
  // Read-only, so that the next start has the write-ahead log to recover from.
  const sqlite = new DatabaseSync(join(data, 'emulator.sqlite'), { readOnly: true })
  try {
    return work(sqlite)
  } finally {
    sqlite.close()
  }
}

/** Looks for every acknowledged change, and for changes that were made twice. */
export function judge(data: string, acknowledged: Acknowledged): Verdict {
  const changes = asStored(acknowledged)
  return withFile(data, (sqlite) => {
    const count = (sql: string, values: Record<string, string> = {}) => Number(sqlite.prepare(sql).get(values)?.n)
    const answer = (kind: Kind): Count => ({
      lost: changes[kind].length - count(questions[kind].found, { all: JSON.stringify(changes[kind]) }),
      doubled: count(questions[kind].doubled),
    })
    const check = sqlite.prepare('PRAGMA integrity_check').all()
    return { kinds: eachKind(answer), integrity: check.map(({ integrity_check }) => integrity_check).join('; ') }
  })
}

/** Looks for the event of every new user. The file keeps the newest 2,000 messages. */
export function judgeEvents(data: string, acknowledged: Acknowledged): Count {
  const rows = withFile(data, (sqlite) => sqlite.prepare(EVENTS).all())
  const messages = new Map(rows.map(({ id, n }) => [String(id), Number(n)]))
  return toCount(acknowledged, (userId) => messages.get(userId) ?? 0)
}

/** @param times how often the event of a user is there */
export function toCount({ users }: Acknowledged, times: (userId: string) => number): Count {
  const counts = users.map(({ id }) => times(id))
  return { lost: counts.filter((n) => n === 0).length, doubled: counts.filter((n) => n > 1).length }
}
