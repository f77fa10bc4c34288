import { isNode, LineCounter, parseDocument } from 'yaml'
import type { Seed } from '../seed.js'
import type { Path } from '../values/checks.js'
import { describeProblem, SeedError } from '../values/seed-error.js'
import { seedProblems } from './check-seed.js'

/**
 * Reads a seed file in YAML. JSON is YAML, too.
 * @param name the name of the file in error messages
 * @throws {SeedError} with line and column of every problem
 */
export function parseSeed(source: string, name: string): Seed {
  const lineCounter = new LineCounter()
  const document = parseDocument(source, { lineCounter, prettyErrors: false })
  const place = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset)
    return `${name}:${line}:${col}`
  }
  if (document.errors.length > 0)
    throw new SeedError(document.errors.map((error) => `${place(error.pos[0])}: ${error.message}`))

  // An unknown name has a node. A missing name has none, so the problem is reported at its parent.
  const offsetOf = (path: Path): number => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true)
    if (isNode(node) && node.range) return node.range[0]
    return path.length === 0 ? 0 : offsetOf(path.slice(0, -1))
  }
  const value: unknown = document.toJS()
  const problems = seedProblems(value)
  if (problems.length > 0)
    throw new SeedError(problems.map((item) => describeProblem(item, place(offsetOf(item.path)))))
  return (value ?? {}) as Seed
}
