import type { Path, Problem } from './checks.js'

/** The seed is not valid. `problems` has one line per problem, with its path. */
export class SeedError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The seed is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'SeedError'
    this.problems = problems
  }
}

/** `users[0].email: must be …`, with the file position in front if it is known. */
export function describeProblem(problem: Problem, place?: string): string {
  const path = problem.path.length > 0 ? `${spell(problem.path)}: ` : ''
  return `${place === undefined ? '' : `${place}: `}${path}${problem.message}`
}

const spell = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
