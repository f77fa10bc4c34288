import { readTables, replaceTables, type StoredTables } from '../../store/stored-tables.js'
import type { Project } from './project.js'

/** The state of a project at one moment: its tables, and how far its clock was ahead. Plain data. */
export interface Snapshot {
  readonly tables: StoredTables
  /** Seconds. */
  readonly clockAdvanced: number
}

export const takeSnapshot = (project: Project): Snapshot => ({
  tables: readTables(project.db),
  clockAdvanced: project.clock.advanced(),
})

/**
 * Replaces the state of the project. The clock moves once the tables are replaced.
 * @param settle further changes of the tables, in the same transaction
 */
export function applySnapshot(project: Project, { tables, clockAdvanced }: Snapshot, settle: () => void): void {
  project.db.transaction(() => {
    replaceTables(project.db, tables)
    settle()
  })
  project.clock.restore()
  project.clock.advance(clockAdvanced)
}
