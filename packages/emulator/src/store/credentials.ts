import { linkSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newHex } from '../values/ids.js'
import { isObject } from '../values/json.js'
import { newApiKey } from './api-key.js'
import { DataDirectoryError, startOver } from './data-directory-error.js'
import { isErrno } from './errno.js'
import { checkRegularFile, makePrivate, readPrivateFile } from './private-files.js'
import { generateSigningKey, readSigningKey, type SigningKey } from './signing-key.js'

export interface Credentials {
  readonly apiKey: string
  readonly signingKey: SigningKey
}

export const CREDENTIALS_FILE = 'credentials.json'

/**
 * Reads the credentials in `directory`, or creates them at the first start.
 * @throws {DataDirectoryError}
 */
export function loadCredentials(directory: string): Credentials {
  const file = join(directory, CREDENTIALS_FILE)
  const { apiKey, signingKey } = readStored(file) ?? writeNew(directory, file)
  try {
    return { apiKey, signingKey: readSigningKey(signingKey) }
  } catch (error) {
    throw damaged(file, 'its signing key cannot be read', error)
  }
}

/**
 * The API key of a project that has been started before. Undefined for a directory without one.
 * @throws {DataDirectoryError}
 */
export const storedApiKey = (directory: string): string | undefined =>
  readStored(join(directory, CREDENTIALS_FILE))?.apiKey

interface StoredCredentials {
  readonly apiKey: string
  readonly signingKey: string
}

function readStored(file: string): StoredCredentials | undefined {
  if (!checkRegularFile(file)) return undefined
  const stored = parseStored(file, readPrivateFile(file))
  makePrivate(file)
  return stored
}

function parseStored(file: string, text: string): StoredCredentials {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw damaged(file, 'it is not JSON', error)
  }
  if (!isObject(value) || typeof value.apiKey !== 'string' || typeof value.signingKey !== 'string')
    throw damaged(file, 'apiKey and signingKey are missing')
  return { apiKey: value.apiKey, signingKey: value.signingKey }
}

function damaged(file: string, reason: string, cause?: unknown): DataDirectoryError {
  const consequence = 'the emulator then has a new API key and a new signing key'
  return new DataDirectoryError(
    file,
    `is damaged, or no file of the emulator: ${reason}`,
    startOver(consequence),
    cause,
  )
}

// Written to a temporary file and linked into place: atomic if the process is killed, and exclusive among processes
// that start at the same time.
function writeNew(directory: string, file: string): StoredCredentials {
  const fresh: StoredCredentials = { apiKey: newApiKey(), signingKey: generateSigningKey() }
  const draft = join(directory, `credentials.${newHex(8)}.tmp`)
  try {
    writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    linkSync(draft, file)
    return fresh
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error
    return readStored(file) ?? fresh
  } finally {
    rmSync(draft, { force: true })
  }
}
