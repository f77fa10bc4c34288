import type { MiddlewareHandler } from 'hono'
import { isObject } from '../values/json.js'
import type { FaultRule, Faults } from './faults.js'
import { isControlPath } from './paths.js'

/** Injects faults into requests to the service. The control API is exempt, so that the rules can be cleared. */
export function injectFaults(faults: Faults): MiddlewareHandler {
  return async (c, next) => {
    const { method, path } = c.req
    const rule = isControlPath(path) ? undefined : faults.take(method, path)
    if (!rule) return next()
    if (rule.delayMs && !(await wasDelayed(faults, rule.delayMs))) return closedResponse()
    return rule.status === undefined ? next() : faultResponse(rule, rule.status)
  }
}

const wasDelayed = (faults: Faults, ms: number): Promise<boolean> =>
  faults.delay(ms).then(
    () => true,
    () => false,
  )

const closedResponse = (): Response => new Response('The emulator was closed.\n', { status: 503 })

function faultResponse({ body, headers = {} }: FaultRule, status: number): Response {
  if (body === undefined || NO_BODY.includes(status)) return new Response(null, { status, headers })
  return isObject(body) ? Response.json(body, { status, headers }) : new Response(body, { status, headers })
}

const NO_BODY = [204, 205, 304]
