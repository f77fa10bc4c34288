import type { Context, MiddlewareHandler, Next } from 'hono'
import { isObject } from '../values/json.js'
import { effectOf } from './fault-presets.js'
import type { FaultRule, Faults } from './faults.js'
import { lostResponse } from './lost-connection.js'
import { isControlPath } from './paths.js'

/** Injects faults into requests to the service. The control API is exempt, so that the rules can be cleared. */
export function injectFaults(faults: Faults): MiddlewareHandler {
  return async (c, next) => {
    const { method, path } = c.req
    const rule = isControlPath(path) ? undefined : faults.take(method, path)
    if (!rule) return next()
    if (rule.answerOnly) return replaceAnswer(faults, rule, c, next)
    return (await delayedFault(faults, rule, c)) ?? next()
  }
}

/** The request takes effect. Only the CORS headers of its answer stay. */
async function replaceAnswer(faults: Faults, rule: FaultRule, c: Context, next: Next): Promise<void> {
  await next()
  const fault = await delayedFault(faults, rule, c)
  if (!fault) return
  const cors = [...c.res.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary')
  for (const [name, value] of cors) fault.headers.set(name, value)
  // Otherwise Hono would copy all headers of the first answer, cookies included.
  c.res = undefined
  c.res = fault
}

/** Undefined if the rule only delays. */
async function delayedFault(faults: Faults, rule: FaultRule, c: Context): Promise<Response | undefined> {
  const { delayMs, status, body, headers } = effectOf(rule)
  if (delayMs && !(await wasDelayed(faults, delayMs, c))) return closedResponse()
  if (rule.fault === 'away' && status === undefined) return lostResponse()
  return status === undefined ? undefined : faultResponse(status, body, headers)
}

const wasDelayed = (faults: Faults, ms: number, c: Context): Promise<boolean> =>
  faults.delay(ms, c.req.raw.signal).then(
    () => true,
    () => false,
  )

const closedResponse = (): Response => new Response('The emulator was closed.\n', { status: 503 })

function faultResponse(status: number, body: FaultRule['body'], headers: FaultRule['headers'] = {}): Response {
  if (body === undefined || NO_BODY.includes(status)) return new Response(null, { status, headers })
  return isObject(body) ? Response.json(body, { status, headers }) : new Response(body, { status, headers })
}

const NO_BODY = [204, 205, 304]
