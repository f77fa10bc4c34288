import type { Project } from '../../domain/project/project.js'
import { ActionError } from '../../domain/self-service/action-error.js'

/**
 * The sign-up page needs the control key where other machines can connect. An app cannot have that key, so its users
 * cannot sign up.
 * @throws {ActionError} `action_disabled`
 */
export function rejectExposedSignup({ exposed }: Project): void {
  if (exposed)
    throw new ActionError('action_disabled', 'Other machines can connect, so signing up needs the control key.')
}
