/** A data directory, or a file in it, cannot be used. The message names the path and what to do. */
export class DataDirectoryError extends Error {
  readonly path: string

  constructor(path: string, problem: string, advice: string, cause?: unknown) {
    super(`${path} ${problem}. ${advice}`, cause === undefined ? undefined : { cause })
    this.name = 'DataDirectoryError'
    this.path = path
  }
}

const OTHER_PLACE = 'Choose another data directory (--data), or keep nothing with :memory:'

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read and written by this user',
  EPERM: 'belongs to another user',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'cannot be written: the disk is full',
  EDQUOT: 'cannot be written: the disk quota is used up',
  ENOTDIR: 'cannot be created: a part of its path is a file',
  EEXIST: 'cannot be created: a part of its path is a file',
  EMFILE: 'cannot be opened: this process has too many open files',
}

/** By primary result code of SQLite (https://sqlite.org/rescode.html). */
const DATABASE_PROBLEMS: Readonly<Record<number, readonly [problem: string, advice: string]>> = {
  5: ['is locked by another process', 'End the process that uses it, or choose another data directory (--data)'],
  8: ['cannot be written', OTHER_PLACE],
  10: ['cannot be read or written: the disk reports an error', OTHER_PLACE],
  11: ['is damaged', startOver('users and organizations come from the seed again')],
  13: ['cannot be written: the disk is full', 'Free some space, or choose another data directory (--data)'],
  14: ['cannot be opened', OTHER_PLACE],
  26: ['is damaged, or no database of the emulator', startOver('users and organizations come from the seed again')],
}

/** Advice for a file that cannot be repaired. */
export function startOver(consequence: string): string {
  return `Delete it to start over (${consequence}), or choose another data directory (--data)`
}

/** Converts an error of the file system or of SQLite. Other errors are returned unchanged. */
export function explainFailure(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof DataDirectoryError) return error
  if ('errcode' in error && typeof error.errcode === 'number') {
    // The lowest byte of an extended result code is the primary one.
    const known = DATABASE_PROBLEMS[error.errcode & 0xff]
    return known ? new DataDirectoryError(path, ...known, error) : error
  }
  const problem = 'code' in error ? FILE_PROBLEMS[String(error.code)] : undefined
  return problem ? new DataDirectoryError(path, problem, OTHER_PLACE, error) : error
}
