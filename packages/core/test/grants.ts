import type { StepUpValidator } from '../src/index.js'

type Asked = Parameters<StepUpValidator['verifyStepUpGrant']>[0]

/** An in-memory validator of one-time grants that records its calls. */
export interface GrantService extends StepUpValidator {
  /** The call of each request, in order. */
  readonly asked: Asked[]
  /** Makes a grant. */
  make(userId: string, actionType: string): string
  /** Thrown by every call if set. */
  failure: unknown
}

export function createGrantService(): GrantService {
  const grants = new Map<string, string>()
  const service: GrantService = {
    asked: [],
    failure: undefined,
    make(userId, actionType) {
      const grant = `grant-${grants.size}`
      grants.set(grant, `${userId} ${actionType}`)
      return grant
    },
    async verifyStepUpGrant(request) {
      service.asked.push(request)
      if (service.failure !== undefined) throw service.failure
      const success = grants.get(request.grant) === `${request.userId} ${request.actionType}`
      if (success) grants.set(request.grant, 'spent')
      return { success }
    },
  }
  return service
}
