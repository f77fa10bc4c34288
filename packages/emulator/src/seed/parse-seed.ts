import { isNode, LineCounter, parseDocument } from 'yaml'
import { seedProblems } from './check-seed.js'
import type { Seed } from './seed.js'
import { describeProblem, SeedError } from './seed-error.js'
import type { Path } from './shape.js'

/**
 * Reads a seed file, YAML or JSON (which is YAML, too).
 * @param name what error messages call the file
 * @throws {SeedError} with line and column of every fault
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

  // A name that is not known has a node, a name that is missing has not: then its parent is the place.
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
