import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newHex } from '../values/ids.js'
import { isObject } from '../values/json.js'
import { DataDirectoryError, explained } from './data-directory-error.js'
import { checkRegularFile, readPrivateFile } from './private-files.js'

/** Where the emulator of a data directory runs. Other commands find it by this file. */
export interface Locator {
  readonly pid: number
  /** The machine or container in which the process id counts. */
  readonly hostname: string
  readonly port: number
  readonly authUrl: string
  /** Where this machine reaches it. The auth URL may be that of a tunnel. */
  readonly url: string
  /** ISO 8601. */
  readonly started: string
}

/** The path of the file, whether it exists or not. */
export const locatorPath = (directory: string): string => join(directory, 'emulator.json')

/** Undefined without a file. @throws {DataDirectoryError} for a file that is not the emulator's */
export function readLocator(directory: string): Locator | undefined {
  const file = locatorPath(directory)
  return explained(file, () => (checkRegularFile(file) ? parseLocator(file, readPrivateFile(file)) : undefined))
}

function parseLocator(file: string, text: string): Locator {
  const value = parsed(text)
  if (!isLocator(value))
    throw new DataDirectoryError(
      file,
      'is no file of the emulator',
      'Remove it, or choose another data directory (--data)',
    )
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isLocator = (value: unknown): value is Locator =>
  isObject(value) &&
  Number.isSafeInteger(value.pid) &&
  Number(value.pid) > 0 &&
  Number.isSafeInteger(value.port) &&
  typeof value.hostname === 'string' &&
  typeof value.started === 'string' &&
  [value.authUrl, value.url].every((url) => typeof url === 'string' && /^https?:\/\//.test(url) && URL.canParse(url))

/** Replaces the file as a whole, so that no reader sees a part of it. @throws {DataDirectoryError} */
export function writeLocator(directory: string, locator: Locator): void {
  const draft = join(directory, `emulator.${newHex(8)}.tmp`)
  explained(locatorPath(directory), () => {
    try {
      writeFileSync(draft, `${JSON.stringify(locator, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
      renameSync(draft, locatorPath(directory))
    } finally {
      rmSync(draft, { force: true })
    }
  })
}

/** Removes the file if it is that of this process. */
export function removeLocator(directory: string, { pid, started }: Locator): void {
  const current = readLocator(directory)
  if (current?.pid === pid && current.started === started) rmSync(locatorPath(directory), { force: true })
}
