import { createRequestHandler, type ServerBuild } from 'react-router'
import { expect, test } from 'vitest'
import * as billing from '../src/react-router/routes/api.billing.ts'
import * as me from '../src/react-router/routes/api.me.ts'
import * as api from '../src/react-router/routes/api.ts'
import { describeGuards } from './describe-guards.ts'
import { issuer } from './issuer.ts'
import { serveFetch } from './serve.ts'

/** As the compiler emits `route('api', …, [route('me', …), route('orgs/:orgId/billing', …)])`. */
const build = {
  entry: { module: { default: () => new Response('no documents here', { status: 500 }) } },
  routes: {
    api: { id: 'api', path: 'api', module: api },
    me: { id: 'me', parentId: 'api', path: 'me', module: me },
    billing: { id: 'billing', parentId: 'api', path: 'orgs/:orgId/billing', module: billing },
  },
  assets: { entry: { imports: [], module: '' }, routes: {}, url: '', version: '' },
  publicPath: '/',
  assetsBuildDirectory: '',
  future: {},
  ssr: true,
  isSpaMode: false,
  prerender: [],
  routeDiscovery: { mode: 'initial', manifestPath: '' },
}
const handler = createRequestHandler(build as unknown as ServerBuild, 'production')
const ask = await serveFetch((request) => handler(request))

describeGuards(ask)

test('.data requests of the router are guarded', async () => {
  expect((await ask('/api/me.data')).status).toBe(401)
  expect((await ask('/api/me.data?_routes=me')).status).toBe(401)
  expect((await ask('/api/me.data', { headers: await issuer.headers() })).status).toBe(200)
})
