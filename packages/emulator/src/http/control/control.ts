import { Hono } from 'hono'
import { type LoginMethod, toLoginMethod } from '../../domain/access/login-method.js'
import { mintToken } from '../../domain/access/mint.js'
import type { Project } from '../../domain/project/project.js'
import { invalidFields } from '../../domain/project/service-error.js'
import { changeShownSettings, shownSettings } from '../../seed/change-settings.js'
import type { SeedSettings } from '../../seed/seed.js'
import type { JsonObject } from '../../values/json.js'
import { readJson } from '../body.js'
import { FAULT_NAMES } from '../fault-presets.js'
import type { FaultRule, Faults } from '../faults.js'
import { bodyFields, type Fields } from '../fields.js'
import type { RequestLog } from '../request-log.js'
import { ROUTE_GROUP_NAMES } from '../route-groups.js'

export interface ControlPorts {
  readonly log: RequestLog
  readonly faults: Faults
  /** Restores the seed, or an empty project. */
  reset(options: { readonly empty: boolean }): void
}

/** The control API, for tests and tools. The real service has none of it. */
export function controlRoutes(project: Project, ports: ControlPorts): Hono {
  const routes = new Hono()

  routes.post('/_emulator/token', async (c) => {
    const fields = bodyFields(await readJson(c))
    const options = {
      user: fields.requiredText('user'),
      org: fields.text('org'),
      expiresIn: fields.integer('expiresIn'),
      loginMethod: readLoginMethod(fields.object('loginMethod')),
      claims: fields.object('claims'),
    }
    fields.check()
    return c.json(await mintToken(project, options))
  })

  routes.get('/_emulator/requests', (c) => c.json({ requests: ports.log.list(c.req.query('path')) }))

  routes.delete('/_emulator/requests', (c) => {
    ports.log.clear()
    return c.json({})
  })

  routes.post('/_emulator/reset', async (c) => {
    const fields = bodyFields((await readJson(c)) ?? {})
    const empty = fields.flag('empty') ?? false
    fields.check()
    ports.reset({ empty })
    return c.json({})
  })

  routes.get('/_emulator/faults', (c) => c.json({ faults: ports.faults.list() }))

  routes.post('/_emulator/faults', async (c) => {
    ports.faults.add(readFault(bodyFields(await readJson(c))))
    return c.json({})
  })

  routes.delete('/_emulator/faults', (c) => {
    ports.faults.clear()
    return c.json({})
  })

  routes.get('/_emulator/settings', (c) => c.json({ settings: shownSettings(project) }))

  routes.post('/_emulator/settings', async (c) => {
    changeShownSettings(project, (await readJson(c)) as SeedSettings)
    return c.json({ settings: shownSettings(project) })
  })

  routes.get('/readyz', (c) => c.json({ ready: true }))
  return routes
}

function readLoginMethod(value: JsonObject | undefined): LoginMethod | undefined {
  const method = toLoginMethod(value)
  if (value !== undefined && !method) throw invalidFields({ loginMethod: ['Must be an object with login_method.'] })
  return method
}

const MAX_DELAY_MS = 600_000

function readFault(fields: Fields): FaultRule {
  const rule = {
    path: fields.text('path'),
    group: fields.oneOf('group', ROUTE_GROUP_NAMES),
    method: fields.text('method')?.toUpperCase(),
    fault: fields.oneOf('fault', FAULT_NAMES),
    status: fields.integer('status', { min: 200, max: 599 }),
    body: fields.textOrObject('body'),
    headers: fields.textMap('headers'),
    delayMs: fields.integer('delayMs', { min: 0, max: MAX_DELAY_MS }),
    answerOnly: fields.flag('answerOnly'),
    times: fields.integer('times', { min: 1 }),
  }
  if (!areHeaders(rule.headers)) fields.fail('headers', 'Must be HTTP headers.')
  fields.check()
  if (rule.path === undefined && rule.group === undefined)
    throw invalidFields({ path: ['A path or a group is required.'] })
  return rule
}

function areHeaders(headers: Readonly<Record<string, string>> | undefined): boolean {
  try {
    new Headers(headers)
    return true
  } catch {
    return false
  }
}
