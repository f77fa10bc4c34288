import type { Path, Problem } from './shape.js'

/** A seed that cannot be used. `problems` has one line per fault, with its place. */
export class SeedError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The seed is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'SeedError'
    this.problems = problems
  }
}

/** `users[0].email: must be …`, with the line in front when it is known. */
export function describeProblem(problem: Problem, place?: string): string {
  const path = problem.path.length > 0 ? `${spell(problem.path)}: ` : ''
  return `${place === undefined ? '' : `${place}: `}${path}${problem.message}`
}

const spell = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
