import { readFile } from 'node:fs/promises'
import type { Seed } from '../seed/seed.js'

/**
 * Reads a seed file, in YAML or JSON, for the option `seed`.
 * @throws {SeedError} with line and column of every problem
 */
export async function readSeed(file: string): Promise<Seed> {
  const source = await readFile(file, 'utf8')
  // Tests without a seed file do not load the parser.
  const { parseSeed } = await import('../seed/check/parse-seed.js')
  return parseSeed(source, file)
}
