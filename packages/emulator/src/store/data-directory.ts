import { accessSync, constants, existsSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { CREDENTIALS_FILE, type Credentials, loadCredentials } from './credentials.js'
import { DataDirectoryError, explained, startOver } from './data-directory-error.js'
import { type Database, openDatabase } from './database.js'
import { isErrno } from './errno.js'
import { locatorPath } from './locator.js'
import { checkRegularFile, createPrivateFile, isPrivate, makePrivate, readStart } from './private-files.js'

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

function makeDirectory(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) createDirectory(path)
  else if (found.isSymbolicLink())
    throw new DataDirectoryError(path, 'is a link', 'Give the directory that it leads to (--data)')
  else if (!found.isDirectory())
    throw new DataDirectoryError(path, 'is not a directory', 'Choose another data directory (--data)')
  // SQLite creates and deletes files beside the database.
  accessSync(path, READ_WRITE | constants.X_OK)
}

function createDirectory(path: string): void {
  // A read-only file system would be reported as ENOENT.
  accessSync(nearestParent(path), constants.W_OK)
  mkdirSync(path, { recursive: true, mode: 0o700 })
}

/** The path, or the nearest directory above it that exists. */
export const nearestParent = (path: string): string => (existsSync(path) ? path : nearestParent(dirname(path)))

const READ_WRITE = constants.R_OK | constants.W_OK

/** Excludes the directory from git, unless it contains foreign files: those may belong in the repository. */
function ignoreInGit(directory: string): void {
  if (foreignFiles(directory).length > 0) return
  const file = join(directory, '.gitignore')
  try {
    writeFileSync(file, '*\n', { flag: 'wx' })
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return
    // On a full disk it is empty, and the next start would keep it.
    rmSync(file, { force: true })
    throw error
  }
}

/** If it exists. */
function makeOwnFilePrivate(file: string): void {
  if (checkRegularFile(file)) makePrivate(file)
}

function openKeptDatabase(directory: string): Database {
  const file = join(directory, DATABASE_FILE)
  if (!checkRegularFile(file)) createPrivateFile(file)
  else if (!isPrivate(file)) checkFormat(file)
  const sideFiles = SIDE_FILES.map((name) => join(directory, name)).filter(checkRegularFile)
  // SQLite creates side files with the mode of the database. Existing ones keep theirs.
  for (const path of [file, ...sideFiles]) makeUsable(path)
  return openDatabase(file)
}

/** SQLite would open a file read-only that it cannot write, and fail at the first change. */
function makeUsable(file: string): void {
  makePrivate(file)
  explained(file, () => accessSync(file, READ_WRITE))
}

const SQLITE_HEADER = Buffer.from('SQLite format 3\0')

/** Checked before the mode is changed, because the file may belong to another program. */
function checkFormat(file: string): void {
  const start = readStart(file, SQLITE_HEADER.length)
  if (start.length === 0 || start.equals(SQLITE_HEADER)) return
  const advice = startOver('users and organizations come from the seed again')
  throw new DataDirectoryError(file, 'is damaged, or no database of the emulator', advice)
}
