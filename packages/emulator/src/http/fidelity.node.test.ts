import { createFrontendApisClient } from '@propelauth/frontend-apis'
import { contract } from '@propelauth-edge/management/contract'
import { afterAll, expect, test } from 'vitest'
import { functionsOf } from '../../test/recorded.js'
import { createApp } from '../app.js'
import { createDeliverer } from '../delivery/deliverer.js'
import { createWebhooks } from '../delivery/webhooks.js'
import { createSnapshots } from '../domain/project/named-snapshots.js'
import { SOCIAL_PROVIDER_NAMES } from '../domain/project/social-providers.js'
import { FAKE_IDP_PATHS } from '../domain/sso/fake-idp.js'
import { openProject } from '../emulator-options.js'
import { nodePlatform } from '../node-platform.js'
import { ALIASES } from './backend/aliases.js'
import { createFaults } from './faults.js'
import { FRONTEND_FIDELITY } from './frontend/fidelity.js'
import { MCP_FIDELITY } from './mcp/fidelity.js'
import { OAUTH_FIDELITY } from './oauth/fidelity.js'
import { PAGE_FIDELITY } from './pages/fidelity.js'
import { isControlPath } from './paths.js'
import { createRequestLog } from './request-log.js'
import { SELF_SERVICE_FIDELITY } from './self-service/fidelity.js'
import { SESSION_FIDELITY } from './session/fidelity.js'
import { SSO_FIDELITY } from './sso/fidelity.js'

const platform = nodePlatform({})
const project = openProject({}, 'none', platform)
const deliverer = createDeliverer(project, (request) => fetch(request), platform.timer)
afterAll(async () => {
  await deliverer.close()
  project.db.close()
})

const tables = [
  ...SESSION_FIDELITY,
  ...FRONTEND_FIDELITY,
  ...PAGE_FIDELITY,
  ...SELF_SERVICE_FIDELITY,
  ...SSO_FIDELITY,
  ...MCP_FIDELITY,
  ...OAUTH_FIDELITY,
]

const OWN_PATHS: readonly string[] = ['/', ...Object.values(FAKE_IDP_PATHS)]

/** The routes of the service. Those of the emulator itself, and middleware, have no place in the table. */
function servedRoutes(): string[] {
  const log = createRequestLog()
  const faults = createFaults()
  const webhooks = createWebhooks(project, deliverer)
  const snapshots = createSnapshots(project, () => {})
  const parts = { log, faults, webhooks, snapshots, reset: () => {} }
  const ports = { ...parts, data: ':memory:', started: '', allowedHosts: [] }
  const provider = new RegExp(`^(//?)(${SOCIAL_PROVIDER_NAMES.join('|')})/`)
  return createApp(project, ports)
    .routes.filter(({ method, path }) => method !== 'ALL' && !OWN_PATHS.includes(path) && !isControlPath(path))
    .map(({ method, path }) => `${method} ${path.replace(provider, '$1:provider/')}`)
}

const sorted = (routes: readonly string[]): string[] => [...new Set(routes)].toSorted()

test('docs/emulator-fidelity.md has every route of the service, and no other', () => {
  const backend = [...Object.values(contract), ...ALIASES].map(
    ({ method, path }) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
  )
  const listed = [...backend, ...tables.flatMap(({ routes }) => routes)]
  expect(sorted(listed)).toEqual(sorted(servedRoutes()))
})

test('it has every function of the official frontend client', () => {
  const { authUrl } = project
  const called = tables.flatMap(({ calls = [] }) => calls)
  const client = createFrontendApisClient({ authUrl, baseApiUrl: authUrl })
  expect(functionsOf(client).filter((name) => !called.includes(name))).toEqual([])
})
