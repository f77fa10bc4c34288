import { SeedError } from '../src/index.js'

/** The problems that are found with a seed; none if it is right. */
export function problemsOf(readSeed: () => unknown): readonly string[] {
  try {
    readSeed()
  } catch (error) {
    if (error instanceof SeedError) return error.problems
    throw error
  }
  return []
}
