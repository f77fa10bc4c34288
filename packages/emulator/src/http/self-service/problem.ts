import { ServiceError } from '../../domain/project/service-error.js'
import { ActionError, toActionError } from '../../domain/self-service/action-error.js'

/** Takes the action of a form. Returns why it is refused, undefined if it is done. */
export async function problemOf(action: () => unknown): Promise<ActionError | undefined> {
  try {
    await action()
    return undefined
  } catch (error) {
    if (error instanceof ActionError) return error
    if (error instanceof ServiceError) return toActionError(error)
    throw error
  }
}

/** The status of a page with a problem. */
export function statusOf(problem: ActionError | undefined): 200 | 400 | 403 | 404 {
  if (!problem) return 200
  if (problem.code.endsWith('not_found')) return 404
  return problem.code === 'action_forbidden' || problem.code === 'action_disabled' ? 403 : 400
}

/** The problem of a field, for its input. */
export const fieldProblem = (problem: ActionError | undefined, name: string): string | undefined =>
  problem && Object.hasOwn(problem.fields, name) ? problem.fields[name] : undefined

/** The problem in words, unless it stands at one of these fields. */
export const otherProblem = (problem: ActionError | undefined, ...shown: readonly string[]): string | undefined =>
  problem && !shown.some((name) => Object.hasOwn(problem.fields, name)) ? problem.message : undefined
