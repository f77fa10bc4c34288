import { Hono } from 'hono'
import { findAnyUser } from '../../domain/access/named.js'
import { listMail } from '../../domain/mail/mail.js'
import { listSms } from '../../domain/mail/sms.js'
import { advanceClock } from '../../domain/project/advance-clock.js'
import type { Project } from '../../domain/project/project.js'
import { nextTotpCode } from '../../domain/users/next-totp-code.js'
import { setUserLocked } from '../../domain/users/users.js'
import { changeShownSettings, shownSettings } from '../../seed/apply/change-settings.js'
import type { SeedSettings } from '../../seed/seed.js'
import { MAX_SEED_DEPTH, readJson } from '../body.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler, ControlPorts } from './control-request.js'
import { readFaultRule } from './fault-rule.js'
import { showKeys, showStatus } from './identity.js'
import { inspectAccessToken } from './inspect-access-token.js'
import { addEmployee, removeScimGroup, setProviderToken, setScimGroup, showEmployees } from './logins.js'
import { mintAccessToken } from './mint-access-token.js'
import { mintMcpTokens } from './mint-mcp-token.js'
import { setRoles, showRoles } from './roles.js'
import { addSetupLink, removeSso, setSso, showSso } from './sso.js'
import { applyFurtherSeed, resetProject, showApiKey, showSeed } from './state.js'

const listRequests: ControlHandler = ({ log, query }) => ({ requests: log.list(query.get('path') ?? undefined) })

const clearRequests: ControlHandler = ({ log }) => {
  log.clear()
  return {}
}

const listFaults: ControlHandler = ({ faults }) => ({ faults: faults.list() })

const addFault: ControlHandler = ({ faults, body }) => {
  faults.add(readFaultRule(bodyFields(body)))
  return {}
}

const releaseHeld: ControlHandler = ({ faults, body }) => {
  const fields = bodyFields(body ?? {})
  const count = fields.integer('count', { min: 1 })
  fields.check()
  return { released: faults.release(count) }
}

const clearFaults: ControlHandler = ({ faults }) => {
  faults.clear()
  return {}
}

const showClock: ControlHandler = ({ project: { clock } }) => ({
  now: new Date(clock.milliseconds()).toISOString(),
  advanced: clock.advanced(),
})

const moveClock: ControlHandler = (request) => {
  const fields = bodyFields(request.body)
  const seconds = fields.requiredInteger('advance')
  fields.check()
  advanceClock(request.project, seconds)
  return showClock(request)
}

const restoreClock: ControlHandler = (request) => {
  request.project.clock.restore()
  return showClock(request)
}

const showSettings: ControlHandler = ({ project }) => ({ settings: shownSettings(project) })

const changeSettings: ControlHandler = ({ project, body }) => {
  changeShownSettings(project, body as SeedSettings)
  return { settings: shownSettings(project) }
}

const showMail: ControlHandler = ({ project, query }) => ({ mail: listMail(project, query.get('to') || undefined) })

const showSms: ControlHandler = ({ project, query }) => ({ sms: listSms(project, query.get('to') || undefined) })

const showTotp: ControlHandler = ({ project, query }) => ({
  code: nextTotpCode(project, findAnyUser(project, query.get('user') ?? '')),
})

const setLocked: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const name = fields.requiredText('user')
  const locked = fields.flag('locked') ?? true
  fields.check()
  setUserLocked(project, findAnyUser(project, name).user_id, locked)
  return { locked }
}

const ROUTES: readonly (readonly [method: string, path: string, ControlHandler])[] = [
  ['GET', '/readyz', () => ({ ready: true })],
  ['GET', '/_emulator/status', showStatus],
  ['GET', '/_emulator/keys', showKeys],
  ['POST', '/_emulator/token', mintAccessToken],
  ['POST', '/_emulator/token/verify', inspectAccessToken],
  ['POST', '/_emulator/mcp/token', mintMcpTokens],
  ['GET', '/_emulator/requests', listRequests],
  ['DELETE', '/_emulator/requests', clearRequests],
  ['POST', '/_emulator/reset', resetProject],
  ['GET', '/_emulator/seed', showSeed],
  ['POST', '/_emulator/seed', applyFurtherSeed],
  ['GET', '/_emulator/api_key', showApiKey],
  ['GET', '/_emulator/faults', listFaults],
  ['POST', '/_emulator/faults', addFault],
  ['DELETE', '/_emulator/faults', clearFaults],
  ['POST', '/_emulator/faults/release', releaseHeld],
  ['GET', '/_emulator/mail', showMail],
  ['GET', '/_emulator/sms', showSms],
  ['GET', '/_emulator/totp', showTotp],
  ['POST', '/_emulator/lock', setLocked],
  ['GET', '/_emulator/employees', showEmployees],
  ['POST', '/_emulator/employees', addEmployee],
  ['POST', '/_emulator/provider_tokens', setProviderToken],
  ['POST', '/_emulator/scim_groups', setScimGroup],
  ['DELETE', '/_emulator/scim_groups', removeScimGroup],
  ['GET', '/_emulator/sso', showSso],
  ['POST', '/_emulator/sso', setSso],
  ['DELETE', '/_emulator/sso', removeSso],
  ['POST', '/_emulator/sso/link', addSetupLink],
  ['GET', '/_emulator/roles', showRoles],
  ['POST', '/_emulator/roles', setRoles],
  ['GET', '/_emulator/settings', showSettings],
  ['POST', '/_emulator/settings', changeSettings],
  ['GET', '/_emulator/clock', showClock],
  ['POST', '/_emulator/clock', moveClock],
  ['DELETE', '/_emulator/clock', restoreClock],
]

const TAKES_SEED = ['/_emulator/reset', '/_emulator/seed']

/** The control API, for tests and tools. The real service has none of it. */
export function controlRoutes(project: Project, ports: ControlPorts): Hono {
  const routes = new Hono()
  for (const [method, path, handler] of ROUTES) {
    routes.on(method, path, async (c) => {
      const depth = TAKES_SEED.includes(path) ? MAX_SEED_DEPTH : undefined
      const body = method === 'POST' ? await readJson(c, depth) : undefined
      const { searchParams } = new URL(c.req.url)
      return c.json(await handler({ ...ports, project, query: searchParams, body }))
    })
  }
  return routes
}
