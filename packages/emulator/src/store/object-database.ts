import type { Database } from './database.js'
import { MIGRATIONS } from './migrations.js'
import { unescapeRow } from './nul-text.js'
import { type NumberedStatement, numberPlaceholders } from './numbered-placeholders.js'
import type { ObjectStorage } from './object-storage.js'
import { SCHEMA, SCHEMA_VERSION } from './schema.js'
import { isNamed, toStored, type Value, type Values } from './statement-values.js'

/**
 * The SQLite of a Durable Object. The platform holds an answer back until the writes before it are stored, so an
 * acknowledged change is not lost.
 */
export function openObjectDatabase(storage: ObjectStorage): Database {
  storage.transactionSync(() => createTables(storage))
  const numbered = new Map<string, NumberedStatement>()
  let inTransaction = false

  const numberedOf = (sql: string): NumberedStatement => {
    const known = numbered.get(sql)
    if (known) return known
    const statement = numberPlaceholders(sql)
    numbered.set(sql, statement)
    return statement
  }
  const execute = (text: string, values: Values) => {
    const [first] = values
    if (!isNamed(first)) return storage.sql.exec(text, ...(values.map(toStored) as Value[]))
    const { sql, names } = numberedOf(text)
    return storage.sql.exec(sql, ...names.map((name) => toStored(first[name] ?? null) as Value))
  }
  const all = <Row>(sql: string, ...values: Values): Row[] => execute(sql, values).toArray().map(unescapeRow) as Row[]

  return {
    all,
    get: <Row>(sql: string, ...values: Values) => all<Row>(sql, ...values)[0],
    run(sql, ...values) {
      execute(sql, values)
      return Number(storage.sql.exec('SELECT changes() AS n').toArray()[0]?.n)
    },
    transaction(work) {
      if (inTransaction) return work()
      inTransaction = true
      try {
        return storage.transactionSync(work)
      } finally {
        inTransaction = false
      }
    },
    deferReferences: () => void storage.sql.exec('PRAGMA defer_foreign_keys = ON'),
    // The platform opens and closes the storage.
    close: () => undefined,
  }
}

const VERSION_KEY = 'schema_version'

/** Creates or migrates the tables. The version is beside them: `PRAGMA user_version` is not available here. */
function createTables({ sql, kv }: ObjectStorage): void {
  const stored = Number(kv.get(VERSION_KEY) ?? 0)
  if (stored === SCHEMA_VERSION) return
  if (stored > SCHEMA_VERSION)
    throw new Error(
      `The tables of the Durable Object have version ${stored}, and this emulator has ${SCHEMA_VERSION}. Deploy the newer emulator again, or delete the object to start over`,
    )
  for (let version = stored; version > 0 && version < SCHEMA_VERSION; version += 1) {
    const migration = MIGRATIONS[version]
    // A text without a statement is an error here.
    if (migration) sql.exec(migration)
  }
  sql.exec(SCHEMA)
  kv.put(VERSION_KEY, SCHEMA_VERSION)
}
