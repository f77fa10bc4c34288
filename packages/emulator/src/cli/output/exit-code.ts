import { ProductionError } from '../../production.js'
import { SeedError } from '../../seed/values/seed-error.js'
import { UsageError } from '../line/usage-error.js'

/** An error with an exit code of its own. */
interface WithExitCode extends Error {
  readonly exitCode: number
}

const hasExitCode = (error: unknown): error is WithExitCode =>
  error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number'

/** The exit code of a command that ends with this error. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof SeedError) return 2
  // By its name: its file would load the server.
  if (error instanceof Error && error.name === 'PortTakenError') return 3
  if (error instanceof ProductionError) return 4
  return hasExitCode(error) ? error.exitCode : 1
}
