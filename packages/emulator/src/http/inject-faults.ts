import type { Context, MiddlewareHandler, Next } from 'hono'
import { isObject } from '../values/json.js'
import { effectOf } from './fault-presets.js'
import type { FaultRule } from './fault-rule.js'
import type { AppliedRule, Faults } from './faults.js'
import { lostResponse } from './lost-connection.js'
import { isControlPath } from './paths.js'

/** Injects faults into requests to the service. The control API is exempt, so that the rules can be cleared. */
export function injectFaults(faults: Faults): MiddlewareHandler {
  return async (c, next) => {
    const { method, path } = c.req
    const applied = isControlPath(path) ? undefined : faults.take(method, path)
    if (!applied) return next()
    if (applied.rule.answerOnly) return replaceAnswer(applied, c, next)
    return (await faultOf(applied, c)) ?? next()
  }
}

/** The request takes effect. Only the CORS headers of its answer stay. */
async function replaceAnswer(applied: AppliedRule, c: Context, next: Next): Promise<void> {
  await next()
  const fault = await faultOf(applied, c)
  if (!fault) return
  const cors = [...c.res.headers].filter(([name]) => name.startsWith('access-control-') || name === 'vary')
  for (const [name, value] of cors) fault.headers.set(name, value)
  // Otherwise Hono would copy all headers of the first answer, cookies included.
  c.res = undefined
  c.res = fault
}

/** Waits as the rule says. Undefined if it only waits. */
async function faultOf({ rule, wait }: AppliedRule, c: Context): Promise<Response | undefined> {
  const { method, path } = c.req
  try {
    await wait({ method, path }, c.req.raw.signal)
  } catch {
    return closedResponse()
  }
  const { status, body, headers } = effectOf(rule)
  if (status !== undefined) return faultResponse(status, body, headers)
  return rule.fault === 'away' || rule.fault === 'reset' ? lostResponse(rule.fault) : undefined
}

const closedResponse = (): Response => new Response('The emulator was closed.\n', { status: 503 })

function faultResponse(status: number, body: FaultRule['body'], headers: FaultRule['headers'] = {}): Response {
  if (body === undefined || NO_BODY.includes(status)) return new Response(null, { status, headers })
  return isObject(body) ? Response.json(body, { status, headers }) : new Response(body, { status, headers })
}

const NO_BODY = [204, 205, 304]
