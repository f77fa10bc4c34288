import type { Database } from './database.js'
import { MIGRATIONS } from './migrations.js'
import { SCHEMA_VERSION } from './schema.js'

type Row = readonly (string | number | null)[]

interface StoredTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** The tables of a project at one moment, without its snapshots. */
export interface StoredTables {
  readonly version: number
  /** The statements that create the tables. They are needed to migrate tables of an older version. */
  readonly schema: readonly string[]
  readonly tables: readonly StoredTable[]
}

export function readTables(db: Database): StoredTables {
  return db.transaction(() => ({
    version: SCHEMA_VERSION,
    schema: createStatements(db),
    tables: tableNames(db).map((name) => readTable(db, name)),
  }))
}

/** Whether the tables are those of this version, or can be migrated to them here. */
export const isReadable = (db: Database, version: number): boolean =>
  version === SCHEMA_VERSION || (MIGRATIONS[version] !== undefined && db.openMigrated !== undefined)

/** Replaces all rows. Tables of an older version are migrated first. Atomic. @throws {Error} unless they are readable */
export function replaceTables(db: Database, stored: StoredTables): void {
  const { tables } = stored.version === SCHEMA_VERSION ? stored : migrated(db, stored)
  db.transaction(() => {
    emptyTables(db)
    writeTables(db, tables)
  })
}

/** Deletes all rows but those of the snapshots. */
export function emptyTables(db: Database): void {
  for (const name of tableNames(db)) db.run(`DELETE FROM ${name}`)
}

function migrated(db: Database, { version, schema, tables }: StoredTables): StoredTables {
  const copy = db.openMigrated?.({ version, schema, fill: (older) => writeTables(older, tables) })
  if (!copy) throw new Error(`Tables of version ${version} cannot be migrated here`)
  try {
    return readTables(copy)
  } finally {
    copy.close()
  }
}

/** A Durable Object has tables of its own, which begin with _cf_. */
const IN_SNAPSHOTS = "tbl_name NOT GLOB 'sqlite_*' AND tbl_name NOT GLOB '_cf_*' AND tbl_name <> 'snapshots'"

const tableNames = (db: Database): string[] =>
  db
    .all<{ name: string }>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND ${IN_SNAPSHOTS} ORDER BY rowid`)
    .map(({ name }) => name)

/** Those of tables and of indexes. An index that SQLite makes for a constraint has none. */
const createStatements = (db: Database): string[] =>
  db
    .all<{ sql: string }>(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND ${IN_SNAPSHOTS} ORDER BY rowid`)
    .map(({ sql }) => sql)

function readTable(db: Database, name: string): StoredTable {
  const rows = db.all<Record<string, string | number | null>>(`SELECT * FROM ${name}`)
  return { name, columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) }
}

function writeTables(db: Database, tables: readonly StoredTable[]): void {
  db.transaction(() => {
    db.deferReferences()
    for (const { name, columns, rows } of tables) {
      const quoted = columns.map((column) => `"${column}"`)
      const sql = `INSERT INTO ${name} (${quoted.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`
      for (const row of rows) db.run(sql, ...row)
    }
  })
}
