import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Credentials, loadCredentials } from './credentials.js'
import { type Database, openDatabase } from './store/database.js'

/** What a project is made of when it is kept. */
export interface KeptProject {
  readonly db: Database
  readonly credentials: Credentials
}

/** Opens a project's directory, or makes it at the first start; only its owner can read it. */
export function openDataDirectory(directory: string): KeptProject {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  // Nothing in here belongs into a repository.
  writeFileSync(join(directory, '.gitignore'), '*\n')
  const file = join(directory, 'emulator.sqlite')
  // SQLite gives its side files the mode of this one.
  closeSync(openSync(file, 'a', 0o600))
  return { credentials: loadCredentials(directory), db: openDatabase(file) }
}
