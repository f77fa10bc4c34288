/** Undefined in a Node without node:sqlite. A static import would fail there with an unclear message. */
export const findSqlite = (): typeof import('node:sqlite') | undefined => process.getBuiltinModule?.('node:sqlite')

export const SQLITE_MISSING = `The PropelAuth emulator keeps its state in node:sqlite, which needs Node 22.13 or newer. This is Node ${process.versions.node}.`

/** @throws {Error} in a Node without node:sqlite */
export function requireSqlite(): typeof import('node:sqlite') {
  const sqlite = findSqlite()
  if (!sqlite) throw new Error(SQLITE_MISSING)
  return sqlite
}
