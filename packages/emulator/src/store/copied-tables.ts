import type { DatabaseSync } from 'node:sqlite'

let copy: Uint8Array | undefined

/**
 * Fills an empty database in memory. The tables of the first one are copied into the others, which takes a fifth of the
 * time: a test may start an emulator for each of its cases. Older versions of Node cannot copy.
 */
export function fillWithTables(sqlite: DatabaseSync, createTables: (sqlite: DatabaseSync) => void): void {
  if (typeof sqlite.deserialize !== 'function') createTables(sqlite)
  else if (copy) sqlite.deserialize(copy)
  else {
    createTables(sqlite)
    copy = sqlite.serialize()
  }
}
