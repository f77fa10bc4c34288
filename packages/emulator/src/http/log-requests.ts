import type { MiddlewareHandler } from 'hono'
import type { Clock } from '../values/clock.js'
import { isLost } from './lost-connection.js'
import { isControlPath } from './paths.js'
import { requestExcerpt } from './request-excerpt.js'
import type { RequestLog } from './request-log.js'

/** Logs requests to the service. Requests to the control API are left out. */
export function logRequests(log: RequestLog, clock: Clock): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const { method, path } = c.req
    if (isControlPath(path)) return
    const status = isLost(c.res) ? 0 : c.res.status
    const time = new Date(clock.milliseconds()).toISOString()
    log.add({ method, path, status, time, ...(await requestExcerpt(c)) })
  }
}
