import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CREDENTIALS_FILE, type Credentials, loadCredentials } from './credentials.js'
import { DataDirectoryError, explainFailure, startOver } from './data-directory-error.js'
import { type Database, openDatabase } from './database.js'
import { isErrno } from './errno.js'
import { locatorPath } from './locator.js'
import { checkRegularFile, createPrivateFile, makePrivate, readStart } from './private-files.js'

/** A project that is stored in a directory. */
export interface KeptProject {
  readonly db: Database
  readonly credentials: Credentials
}

const DATABASE_FILE = 'emulator.sqlite'

/** Files that SQLite creates beside a database. */
const SIDE_FILES = ['-wal', '-shm', '-journal'].map((suffix) => DATABASE_FILE + suffix)

const OWN_FILE =
  /^(\.gitignore|(credentials|emulator)(\.json|\.[0-9a-f]{16}\.tmp)|emulator\.sqlite(-wal|-shm|-journal)?)$/

/**
 * Opens a project's directory, or creates it at the first start. Its files have mode 0600. Foreign files are not
 * changed, and links are not followed.
 * @throws {DataDirectoryError}
 */
export function openDataDirectory(directory: string): KeptProject {
  const path = resolve(directory)
  explained(path, () => makeDirectory(path))
  explained(join(path, '.gitignore'), () => ignoreInGit(path))
  explained(locatorPath(path), () => makeOwnFilePrivate(locatorPath(path)))
  const credentials = explained(join(path, CREDENTIALS_FILE), () => loadCredentials(path))
  const db = explained(join(path, DATABASE_FILE), () => openKeptDatabase(path))
  return { credentials, db }
}

/** Names in a data directory that are not the emulator's. */
export const foreignFiles = (directory: string): readonly string[] =>
  readdirSync(directory).filter((name) => !OWN_FILE.test(name))

function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw explainFailure(path, error)
  }
}

function makeDirectory(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) mkdirSync(path, { recursive: true, mode: 0o700 })
  else if (found.isSymbolicLink())
    throw new DataDirectoryError(path, 'is a link', 'Give the directory that it leads to (--data)')
  else if (!found.isDirectory())
    throw new DataDirectoryError(path, 'is not a directory', 'Choose another data directory (--data)')
}

/** Excludes the directory from git, unless it contains foreign files: those may belong in the repository. */
function ignoreInGit(directory: string): void {
  if (foreignFiles(directory).length > 0) return
  try {
    writeFileSync(join(directory, '.gitignore'), '*\n', { flag: 'wx' })
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  }
}

/** If it exists. */
function makeOwnFilePrivate(file: string): void {
  if (checkRegularFile(file)) makePrivate(file)
}

function openKeptDatabase(directory: string): Database {
  const file = join(directory, DATABASE_FILE)
  if (checkRegularFile(file)) checkFormat(file)
  else createPrivateFile(file)
  const sideFiles = SIDE_FILES.map((name) => join(directory, name)).filter(checkRegularFile)
  // SQLite creates side files with the mode of the database. Existing ones keep theirs.
  for (const path of [file, ...sideFiles]) makePrivate(path)
  return openDatabase(file)
}

const SQLITE_HEADER = Buffer.from('SQLite format 3\0')

/** Checked before the mode is changed, because the file may belong to another program. */
function checkFormat(file: string): void {
  const start = readStart(file, SQLITE_HEADER.length)
  if (start.length === 0 || start.equals(SQLITE_HEADER)) return
  const advice = startOver('users and organizations come from the seed again')
  throw new DataDirectoryError(file, 'is damaged, or no database of the emulator', advice)
}
