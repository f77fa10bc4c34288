import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { fillWithTables } from './copied-tables.js'
import { DataDirectoryError, explained, startOver } from './data-directory-error.js'
import { MIGRATIONS } from './migrations.js'
import { requireSqlite } from './node-sqlite.js'
import { unescapeRow } from './nul-text.js'
import { SCHEMA, SCHEMA_VERSION } from './schema.js'
import { toStored, type Value, type Values } from './statement-values.js'

// Checked at import, so that an older Node fails with a clear message.
const sqliteModule = requireSqlite()

/**
 * The storage interface. It is synchronous, so no other request runs between two statements. Every method throws a
 * `DataDirectoryError` if the file cannot be read or written, as on a full disk. Nothing of the change is then stored.
 */
export interface Database {
  get<Row>(sql: string, ...values: Values): Row | undefined
  all<Row>(sql: string, ...values: Values): Row[]
  /** Returns the number of changed rows. */
  run(sql: string, ...values: Values): number
  /** Atomic. Inside another transaction it becomes part of that one. */
  transaction<Result>(work: () => Result): Result
  /** References between rows are checked at the end of the transaction, so that rows can be written in any order. */
  deferReferences(): void
  /** Tables of an older version, migrated in a database of their own. A Durable Object has no place for one. */
  openMigrated?(older: OlderTables): Database
  /** Idempotent. */
  close(): void
}

/** What tables of an older version are made of. */
export interface OlderTables {
  readonly version: number
  /** The statements that create the tables. */
  readonly schema: readonly string[]
  /** Writes their rows. */
  fill(db: Database): void
}

/**
 * Opens a SQLite file, or `:memory:`. With WAL and `synchronous = NORMAL`, a killed process loses no committed row. A
 * power failure may lose the last ones and does not damage the file.
 * @throws {DataDirectoryError}
 */
export const openDatabase = (location: string): Database =>
  databaseOf(
    location,
    explained(location, () => openSqlite(location)),
  )

function databaseOf(location: string, sqlite: DatabaseSync): Database {
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

  const use = <Result>(sql: string, work: (statement: StatementSync) => Result): Result =>
    explained(location, () => work(prepare(sql)))
  const execute = (sql: string): void => explained(location, () => sqlite.exec(sql))

  return {
    get<Row>(sql: string, ...values: Values) {
      const row = use(sql, (statement) => statement.get(...bound(values)))
      return row && (unescapeRow(row) as Row)
    },
    all: <Row>(sql: string, ...values: Values) =>
      use(sql, (statement) => statement.all(...bound(values))).map(unescapeRow) as Row[],
    run: (sql, ...values) => use(sql, (statement) => Number(statement.run(...bound(values)).changes)),
    transaction(work) {
      if (inTransaction) return work()
      execute('BEGIN IMMEDIATE')
      inTransaction = true
      try {
        const result = work()
        execute('COMMIT')
        return result
      } catch (error) {
        rollBack(sqlite)
        throw error
      } finally {
        inTransaction = false
      }
    },
    // Not by a prepared statement: SQLite sets it when the statement is compiled.
    deferReferences: () => execute('PRAGMA defer_foreign_keys = ON'),
    openMigrated,
    close() {
      if (closed) return
      closed = true
      sqlite.close()
    },
  }
}

/** The types of node:sqlite have one overload per kind of parameters. */
const bound = (values: Values): Value[] => values.map(toStored) as Value[]

/** In memory. */
function openMigrated({ version, schema, fill }: OlderTables): Database {
  const sqlite = new sqliteModule.DatabaseSync(':memory:')
  const db = databaseOf(':memory:', sqlite)
  try {
    sqlite.exec([...schema, `PRAGMA user_version = ${version}`].join(';\n'))
    fill(db)
    createTables(sqlite)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function openSqlite(location: string): DatabaseSync {
  const sqlite = new sqliteModule.DatabaseSync(location)
  try {
    sqlite.exec('PRAGMA foreign_keys = ON')
    if (location === ':memory:') fillWithTables(sqlite, createTables)
    else prepareFile(sqlite, location)
    return sqlite
  } catch (error) {
    sqlite.close()
    throw error
  }
}

/** @throws {DataDirectoryError} */
function prepareFile(sqlite: DatabaseSync, location: string): void {
  sqlite.exec('PRAGMA busy_timeout = 5000')
  const version = readVersion(sqlite, location)
  checkIntegrity(sqlite, location)
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  if (version !== SCHEMA_VERSION) createTables(sqlite)
}

/**
 * The schema version, 0 for a new file. Checked before the first write, because the file may belong to another program.
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

/** Creates or migrates the tables. Reads the version again: another process may have migrated in the meantime. */
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
    // SQLite has already rolled back, for example on a full disk. The original error is thrown by the caller.
  }
}
