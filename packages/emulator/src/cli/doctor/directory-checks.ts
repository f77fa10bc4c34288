import { accessSync, constants, lstatSync } from 'node:fs'
import { resolve } from 'node:path'
import { SeedError } from '../../seed/values/seed-error.js'
import { storedApiKey } from '../../store/credentials.js'
import { foreignFiles, nearestParent } from '../../store/data-directory.js'
import { locatorPath, readLocator } from '../../store/locator.js'
import { loadSeed, USUAL_SEED } from '../process/seed-file.js'
import { staleness } from '../running/stale.js'
import { type Check, failure, ok, warning } from './check.js'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Whether the emulator can write to its data directory, or create it. Changes nothing. */
export function dataCheck(data: string): Check {
  const name = 'Data'
  if (data === ':memory:') return ok(name, 'nothing is kept (:memory:)')
  const path = resolve(data)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found?.isSymbolicLink()) return failure(name, `${path} is a link. Give the directory that it leads to (--data)`)
  if (found && !found.isDirectory()) return failure(name, `${path} is not a directory. Choose another one (--data)`)
  const target = found ? path : nearestParent(path)
  try {
    accessSync(target, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    return failure(name, `${target} cannot be written: ${messageOf(error)}. Choose another data directory (--data)`)
  }
  if (!found) return ok(name, `${path} is created at the first start`)
  const foreign = foreignFiles(path)
  if (foreign.length > 0)
    return warning(name, `${path} has files of others: ${foreign.slice(0, 3).join(', ')}. Keep it out of git`)
  return ok(name, `${path} can be written`)
}

/** Whether the file by which commands find the emulator names a running one. */
export async function instanceCheck(data: string): Promise<Check> {
  const name = 'Instance'
  if (data === ':memory:') return ok(name, 'none to find (:memory:)')
  try {
    const locator = readLocator(data)
    if (!locator) return ok(name, `none runs with ${data}`)
    const problem = await staleness(locator, storedApiKey(data))
    if (problem === undefined) return ok(name, `process ${locator.pid} at ${locator.url}, since ${locator.started}`)
    return warning(name, `${locatorPath(data)} is stale: ${problem}. The next start replaces it`)
  } catch (error) {
    return failure(name, messageOf(error))
  }
}

/** Whether the seed file is valid. */
export async function seedCheck(file: string | undefined): Promise<Check> {
  const name = 'Seed'
  try {
    const seed = await loadSeed(file)
    return ok(name, seed === undefined ? 'no seed file: five users' : `${file ?? USUAL_SEED} is valid`)
  } catch (error) {
    if (!(error instanceof SeedError)) return failure(name, messageOf(error))
    const [first, ...others] = error.problems
    const more = others.length === 0 ? '' : ` and ${others.length} more, see validate`
    return failure(name, `${first}${more}`)
  }
}
