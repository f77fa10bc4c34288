import { createShared, observe, type Shared, sessionCasesAsData } from '../../../packages/session/test/conformance.ts'
import { problemsOf } from '../../../packages/session/test/problems.ts'
import type { Outcome } from '../run-cases.ts'
import type { App } from './app.ts'

type Case = (typeof sessionCasesAsData)[number]

/** In words: what differs from what is expected, or what was thrown. */
const run = async (given: Case, shared: Shared): Promise<string[]> =>
  observe(given, undefined, shared).then(
    (observed) => problemsOf(observed, given),
    (error) => [String(error)],
  )

/** The conformance cases of the session, with a service in the same program. The answer is what became of them. */
export const sessionApp: App = async () => {
  const disagreements: string[] = []
  const shared = await createShared()
  for (const given of sessionCasesAsData) {
    const problems = await run(given, shared)
    if (problems.length > 0) disagreements.push(`${given.title}: ${problems.join('; ')}`)
  }
  return Response.json({ cases: sessionCasesAsData.length, disagreements } satisfies Outcome)
}
