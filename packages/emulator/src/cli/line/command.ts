import { type Flags, type Line, readLine } from './flags.js'

/** A command, for the help text and to run it. */
export interface Command {
  /** Lines without the name of the program, such as `clock advance TIME`. */
  readonly usage: readonly string[]
  readonly flags: Flags
  /** What the summary and the flags do not say. */
  readonly details?: string
  /** A command line without the name of the program, and what it does. */
  readonly examples: readonly (readonly [line: string, what: string])[]
  /**
   * Returns the exit code.
   * @param after what follows `--`, for `exec`
   * @throws {UsageError} for an invalid command line
   */
  run(args: readonly string[], after: readonly string[]): Promise<number>
}

/** A command as its file defines it. */
interface Definition<F extends Flags> extends Omit<Command, 'flags' | 'run'> {
  readonly flags: F
  run(line: Line<F>, after: readonly string[]): number | Promise<number>
}

export function defineCommand<F extends Flags>(definition: Definition<F>): Command {
  const { flags } = definition
  return {
    ...definition,
    run: async (args, after) => definition.run(readLine(flags, args, process.env), after),
  }
}
