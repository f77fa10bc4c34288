/** A data directory, or a file in it, cannot be read or written. The message names the path and what to do. */
export class DataDirectoryError extends Error {
  readonly path: string
  /** The message without the path, for callers on other machines. */
  readonly publicMessage: string

  constructor(path: string, problem: string, advice: string, cause?: unknown) {
    super(`${path} ${problem}. ${advice}`, cause === undefined ? undefined : { cause })
    this.name = 'DataDirectoryError'
    this.path = path
    this.publicMessage = `The data directory ${problem}. ${advice}`
  }
}

const OTHER_PLACE = 'Choose another data directory (--data), or keep nothing with :memory:'

const MORE_SPACE = 'Free some space, or choose another data directory (--data)'

type Explanation = readonly [problem: string, advice: string]

const FILE_PROBLEMS: Readonly<Record<string, Explanation>> = {
  EACCES: [
    'cannot be read and written by this user',
    'Change the owner or the mode (chown, chmod), or choose another data directory (--data)',
  ],
  EPERM: ['belongs to another user', OTHER_PLACE],
  EROFS: ['is on a read-only file system', OTHER_PLACE],
  ENOSPC: ['cannot be written: the disk is full', MORE_SPACE],
  EDQUOT: ['cannot be written: the disk quota is used up', MORE_SPACE],
  EFBIG: ['cannot be written: it has reached the size that this process may write', MORE_SPACE],
  ENOTDIR: ['cannot be created: a part of its path is a file', OTHER_PLACE],
  EEXIST: ['cannot be created: a part of its path is a file', OTHER_PLACE],
  EMFILE: ['cannot be opened: this process has too many open files', OTHER_PLACE],
}

/** By primary result code of SQLite (https://sqlite.org/rescode.html). */
const DATABASE_PROBLEMS: Readonly<Record<number, Explanation>> = {
  5: ['is locked by another process', 'End the process that uses it, or choose another data directory (--data)'],
  8: ['cannot be written', OTHER_PLACE],
  // A used-up quota is such an error.
  10: ['cannot be read or written: the disk reports an error', MORE_SPACE],
  11: ['is damaged', startOver('users and organizations come from the seed again')],
  13: ['cannot be written: the disk is full', MORE_SPACE],
  14: ['cannot be opened', OTHER_PLACE],
  26: ['is damaged, or no database of the emulator', startOver('users and organizations come from the seed again')],
}

/** Advice for a file that cannot be repaired. */
export function startOver(consequence: string): string {
  return `Delete it to start over (${consequence}), or choose another data directory (--data)`
}

/**
 * Runs the work on a file. Errors of the file system and of SQLite are converted, others are thrown unchanged.
 * @throws {DataDirectoryError}
 */
export function explained<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw explanationOf(path, error)
  }
}

function explanationOf(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DataDirectoryError) return error
  if ('errcode' in error && typeof error.errcode === 'number') {
    // The lowest byte of an extended result code is the primary one.
    const known = DATABASE_PROBLEMS[error.errcode & 0xff]
    return known ? new DataDirectoryError(path, ...known, error) : error
  }
  const problem = 'code' in error ? FILE_PROBLEMS[String(error.code)] : undefined
  return problem ? new DataDirectoryError(path, ...problem, error) : error
}
