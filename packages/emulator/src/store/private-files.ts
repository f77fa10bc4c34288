import { closeSync, constants, fchmodSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { DataDirectoryError } from './data-directory-error.js'
import { isErrno } from './errno.js'

/** Does not exist on Windows. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0

const OWNER_ONLY = 0o600
const OTHERS = 0o077

/**
 * Throws if the path is a link or anything else than a regular file.
 * @returns whether the file exists
 * @throws {DataDirectoryError}
 */
export function checkRegularFile(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined || found.isFile()) return found !== undefined
  const kind = found.isSymbolicLink() ? 'a link' : 'not a regular file'
  const advice = 'The emulator writes to its own files only: remove it, or choose another data directory (--data)'
  throw new DataDirectoryError(path, `is ${kind}`, advice)
}

/** Creates an empty file with mode 0600 unless the path exists. `O_EXCL` does not follow links. */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, OWNER_ONLY))
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
  }
}

/** Reads the first bytes of a file. */
export function readStart(path: string, bytes: number): Buffer {
  return withFile(path, (file) => {
    const start = Buffer.alloc(bytes)
    return start.subarray(0, readSync(file, start, 0, bytes, 0))
  })
}

export const readPrivateFile = (path: string): string => withFile(path, (file) => readFileSync(file, 'utf8'))

/** Whether group and others have no permissions. */
export const isPrivate = (path: string): boolean => (lstatSync(path).mode & OTHERS) === 0

/**
 * Removes the permissions of group and others. A private file is not opened: closing a database that this process has
 * open elsewhere would release the locks of SQLite.
 */
export function makePrivate(path: string): void {
  if (!isPrivate(path)) withFile(path, (file) => fchmodSync(file, OWNER_ONLY))
}

function withFile<Result>(path: string, work: (file: number) => Result): Result {
  const file = openSync(path, constants.O_RDONLY | NO_FOLLOW)
  try {
    return work(file)
  } finally {
    closeSync(file)
  }
}
