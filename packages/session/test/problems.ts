import type { Observed, SessionCase } from './conformance/case.js'

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Whether a value has all that is expected of it. Lists must be equal. */
function matches(found: unknown, expected: unknown): boolean {
  if (!isObject(expected)) return found === expected
  if (!isObject(found) || (Array.isArray(expected) && Object(found).length !== expected.length)) return false
  return Object.keys(expected).every((name) => matches(found[name], expected[name]))
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** What became of the request of a case, against what is expected, in words. Of no test framework: for every runtime. */
export function problemsOf({ headers, body, ...observed }: Observed, { expected }: SessionCase): string[] {
  const { status, code, sets = [], deletes = [], calls = [] } = expected
  const problems: string[] = []
  const check = (name: string, found: unknown, wanted: unknown) => {
    const isRight = wanted instanceof RegExp ? typeof found === 'string' && wanted.test(found) : matches(found, wanted)
    if (!isRight)
      problems.push(
        `${name} is ${JSON.stringify(found)}, not ${wanted instanceof RegExp ? wanted : JSON.stringify(wanted)}`,
      )
  }
  for (const [name, wanted] of Object.entries({ status, sets, deletes, calls }))
    check(name, observed[name as keyof typeof observed], wanted)
  for (const [name, wanted] of Object.entries(expected.headers ?? {})) check(name, headers[name] ?? null, wanted)
  if (code) check('body', parse(body), { code })
  if (expected.body) check('body', parse(body), expected.body)
  return problems
}
