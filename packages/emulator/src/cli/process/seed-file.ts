import { existsSync, readFileSync } from 'node:fs'
import { seedProblems } from '../../seed/check/check-seed.js'
import type { Seed } from '../../seed/seed.js'
import { UsageError } from '../line/usage-error.js'

export const USUAL_SEED = 'propelauth.seed.yaml'

/** Undefined if no file was given and the usual one does not exist. @throws {UsageError} @throws {SeedError} */
export async function loadSeed(file: string | undefined): Promise<Seed | undefined> {
  if (file === undefined && !existsSync(USUAL_SEED)) return undefined
  return readSeedFile(file ?? USUAL_SEED)
}

/** @throws {UsageError} if the file cannot be read @throws {SeedError} with line and column of every problem */
export async function readSeedFile(name: string): Promise<Seed> {
  const text = readText(name)
  const seed = parsedJson(text)
  // Large exports are JSON, which the YAML parser reads more slowly. It is asked where the problems are.
  if (seed !== undefined && seedProblems(seed).length === 0) return seed as Seed
  const { parseSeed } = await import('../../seed/check/parse-seed.js')
  return parseSeed(text, name)
}

function readText(name: string): string {
  if (!existsSync(name)) throw new UsageError(`there is no seed file ${name}`)
  try {
    return readFileSync(name, 'utf8')
  } catch (error) {
    throw new UsageError(`the seed file ${name} cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** Undefined for a text that is not JSON. */
function parsedJson(text: string): unknown {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
