import { listedNames } from './listed-names.js'
import { pack, unpack } from './packed-snapshot.js'
import type { Project } from './project.js'
import { rejectInvalid, ServiceError } from './service-error.js'
import { type Snapshot, takeSnapshot } from './snapshot.js'

/** A snapshot in a list. */
export interface SnapshotInfo {
  readonly name: string
  /** When it was saved, by the time of the system in ISO 8601. */
  readonly saved: string
  readonly users: number
  readonly orgs: number
  /** What it takes in the database, compressed. */
  readonly bytes: number
}

export interface SaveOptions {
  /** Replaces a snapshot of this name. Default false. */
  readonly replace?: boolean | undefined
}

/** The snapshots of a project by name. They are stored with it, and stay over a restart and a reset. */
export interface Snapshots {
  /**
   * Saves the whole state under a name.
   * @throws {ServiceError} `invalid_fields` for the name, `snapshot_exists`, `bad_request` if they would be too many
   */
  save(name: string, options?: SaveOptions): SnapshotInfo
  /** Newest first. */
  list(): SnapshotInfo[]
  /** Returns to the state. @throws {ServiceError} `snapshot_not_found`, with the names that there are */
  restore(name: string): SnapshotInfo
  /** @throws {ServiceError} `snapshot_not_found`, with the names that there are */
  remove(name: string): void
}

/** @param restore replaces the state of the project */
export const createSnapshots = (project: Project, restore: (snapshot: Snapshot) => void): Snapshots => ({
  save: (name, options = {}) => save(project, name, options),
  list: () => list(project),
  restore(name) {
    const info = getSnapshot(project, name)
    const row = project.db.get<{ state: Uint8Array }>('SELECT state FROM snapshots WHERE name = ?', name)
    if (row) restore(unpack(project.db, name, row.state))
    return info
  },
  remove(name) {
    getSnapshot(project, name)
    remove(project, name)
  },
})

function save(project: Project, name: string, { replace = false }: SaveOptions): SnapshotInfo {
  checkName(name)
  return project.db.transaction(() => {
    const known = findSnapshot(project, name)
    if (known && !replace) throw nameTaken(known)
    remove(project, name)
    const state = pack(takeSnapshot(project))
    checkRoom(list(project), state.length)
    const sql = `INSERT INTO snapshots (name, saved_at, users, orgs, bytes, state)
      VALUES (?, ?, (SELECT count(*) FROM users), (SELECT count(*) FROM orgs), ?, ?)`
    project.db.run(sql, name, project.clock.outsideSeconds(), state.length, state)
    return getSnapshot(project, name)
  })
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

function checkName(name: unknown): void {
  if (typeof name === 'string' && NAME.test(name)) return
  const form = '1 to 64 letters, digits, dots, underscores and hyphens, with a letter or a digit first'
  rejectInvalid({ name: [`The name of a snapshot is ${form}, not ${JSON.stringify(name)}.`] })
}

const nameTaken = ({ name, saved }: SnapshotInfo): ServiceError =>
  new ServiceError(
    'snapshot_exists',
    `There is a snapshot ${JSON.stringify(name)} of ${saved}. Give another name, or replace it (replace: true, --force)`,
  )

const MAX_SNAPSHOTS = 100
const MAX_MEGABYTES = 64

function checkRoom(others: readonly SnapshotInfo[], bytes: number): void {
  if (others.length >= MAX_SNAPSHOTS)
    throw new ServiceError('bad_request', `There are ${MAX_SNAPSHOTS} snapshots, and there can be no more: remove one`)
  const megabytes = others.reduce((sum, other) => sum + other.bytes, bytes) / 1024 / 1024
  if (megabytes > MAX_MEGABYTES)
    throw new ServiceError(
      'bad_request',
      `The snapshots would take ${Math.ceil(megabytes)} MB together, and may take ${MAX_MEGABYTES} MB: remove one`,
    )
}

interface Row {
  readonly name: string
  readonly saved_at: number
  readonly users: number
  readonly orgs: number
  readonly bytes: number
}

/** Without the state, which is large. */
const INFO = 'SELECT name, saved_at, users, orgs, bytes FROM snapshots'

const list = (project: Project): SnapshotInfo[] => project.db.all<Row>(`${INFO} ORDER BY seq DESC`).map(toInfo)

function findSnapshot(project: Project, name: string): SnapshotInfo | undefined {
  const row = project.db.get<Row>(`${INFO} WHERE name = ?`, name)
  return row && toInfo(row)
}

const toInfo = ({ name, saved_at, users, orgs, bytes }: Row): SnapshotInfo => ({
  name,
  saved: new Date(saved_at * 1000).toISOString(),
  users,
  orgs,
  bytes,
})

function getSnapshot(project: Project, name: string): SnapshotInfo {
  checkName(name)
  const found = findSnapshot(project, name)
  if (found) return found
  const names = listedNames(list(project).map((snapshot) => snapshot.name))
  throw new ServiceError('snapshot_not_found', `There is no snapshot ${JSON.stringify(name)}. Snapshots: ${names}`)
}

const remove = (project: Project, name: string): number => project.db.run('DELETE FROM snapshots WHERE name = ?', name)
