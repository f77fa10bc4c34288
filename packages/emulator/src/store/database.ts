import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { DataDirectoryError, startOver } from './data-directory-error.js'
import { requireSqlite } from './node-sqlite.js'
import { escapeNul, unescapeRow } from './nul-text.js'
import { MIGRATIONS, SCHEMA, SCHEMA_VERSION } from './schema.js'

// At import, so that an older Node is told before anything else runs.
const sqliteModule = requireSqlite()

type Value = SQLInputValue

/** Values of `:name` placeholders, where one is needed more than once. */
export type NamedValues = Readonly<Record<string, Value>>

/** What goes into the placeholders of a statement: `?` in order, or `:name` by name. */
type Values = readonly [NamedValues] | readonly Value[]

/** What the rest of the emulator knows of its storage. Synchronous: between two statements nobody else runs. */
export interface Database {
  get<Row>(sql: string, ...values: Values): Row | undefined
  all<Row>(sql: string, ...values: Values): Row[]
  /** Returns how many rows changed. */
  run(sql: string, ...values: Values): number
  /** All or nothing. Inside another transaction it becomes part of that one. */
  transaction<Result>(work: () => Result): Result
  /** May be called again. */
  close(): void
}

/**
 * Opens a SQLite file, or `:memory:`. Writes go through at once: WAL with `synchronous = NORMAL` keeps every
 * committed row when the process is killed (a power cut may lose the last ones, never the file).
 */
export function openDatabase(location: string): Database {
  const sqlite = openSqlite(location)
  const statements = new Map<string, StatementSync>()
  let inTransaction = false
  let closed = false

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql)
    if (known) return known
    const statement = sqlite.prepare(sql)
    statements.set(sql, statement)
    return statement
  }

  return {
    get<Row>(sql: string, ...values: Values) {
      const row = prepare(sql).get(...bound(values))
      return row && (unescapeRow(row) as Row)
    },
    all: <Row>(sql: string, ...values: Values) =>
      prepare(sql)
        .all(...bound(values))
        .map(unescapeRow) as Row[],
    run: (sql, ...values) => Number(prepare(sql).run(...bound(values)).changes),
    transaction(work) {
      if (inTransaction) return work()
      sqlite.exec('BEGIN IMMEDIATE')
      inTransaction = true
      try {
        const result = work()
        sqlite.exec('COMMIT')
        return result
      } catch (error) {
        rollBack(sqlite)
        throw error
      } finally {
        inTransaction = false
      }
    },
    close() {
      if (closed) return
      closed = true
      sqlite.close()
    },
  }
}

/** SQLite takes either kind at run time; its types have an overload for each. */
const bound = (values: Values): Value[] => values.map(toStored) as Value[]

function toStored(value: Value | NamedValues): Value | NamedValues {
  if (typeof value === 'string') return escapeNul(value)
  return isNamed(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toStored(item) as Value]))
    : value
}

const isNamed = (value: Value | NamedValues): value is NamedValues =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)

function openSqlite(location: string): DatabaseSync {
  const sqlite = new sqliteModule.DatabaseSync(location)
  try {
    sqlite.exec('PRAGMA busy_timeout = 5000')
    const version = readVersion(sqlite, location)
    checkIntegrity(sqlite, location)
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    if (version !== SCHEMA_VERSION) createTables(sqlite)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/**
 * The version of the tables, 0 for a new file. Read before anything is written: the file may be of another program.
 * @throws {DataDirectoryError}
 */
function readVersion(sqlite: DatabaseSync, location: string): number {
  const version = userVersion(sqlite)
  const tables = sqlite.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  if (version === 0 && tables.length === 0) return 0
  if (version === 0 || !tables.some(({ name }) => name === 'memberships'))
    throw new DataDirectoryError(location, 'is a database of another program', 'Choose another data directory (--data)')
  if (version === SCHEMA_VERSION || MIGRATIONS[version] !== undefined) return version
  const problem = 'was made by another version of the emulator; delete it to start over'
  throw new DataDirectoryError(location, problem, 'The keys are in another file and stay')
}

const userVersion = (sqlite: DatabaseSync): number => Number(sqlite.prepare('PRAGMA user_version').get()?.user_version)

/** Creates or migrates the tables. The version is read again: another process may have done it in the meantime. */
function createTables(sqlite: DatabaseSync): void {
  sqlite.exec('BEGIN IMMEDIATE')
  for (let version = userVersion(sqlite); version > 0 && version < SCHEMA_VERSION; version += 1)
    sqlite.exec(MIGRATIONS[version] ?? '')
  sqlite.exec(`${SCHEMA}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
}

function checkIntegrity(sqlite: DatabaseSync, location: string): void {
  const [result] = sqlite.prepare('PRAGMA quick_check(1)').all()
  if (result?.quick_check === 'ok') return
  const advice = startOver('users and organizations come from the seed again')
  throw new DataDirectoryError(location, `is damaged: ${result?.quick_check}`, advice)
}

function rollBack(sqlite: DatabaseSync): void {
  try {
    sqlite.exec('ROLLBACK')
  } catch {
    // A full disk has already rolled it back; the caller is told of the first failure.
  }
}
