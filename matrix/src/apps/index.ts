import { createHonoApp as createOldestHonoApp } from 'virtual:hono-oldest'
import type { App } from './app.ts'
import { createCloudflareApp } from './cloudflare.ts'
import { createColdApp } from './cold.ts'
import { createCoreApp } from './core.ts'
import { createHonoApp } from './hono.ts'
import { createItty5App, createItty6App } from './itty-router.ts'
import { managementApp } from './management.ts'
import { createMcpApp } from './mcp.ts'
import { createNextApp } from './next.ts'
import { sessionApp } from './session.ts'
import { webhooksApp } from './webhooks.ts'

const apps: Readonly<Record<string, App>> = {
  core: createCoreApp(),
  hono: createHonoApp(),
  'hono-oldest': createOldestHonoApp(),
  cloudflare: createCloudflareApp(),
  next: createNextApp(),
  'itty-router': createItty6App(),
  'itty-router-5': createItty5App(),
  management: managementApp,
  mcp: createMcpApp(),
  session: sessionApp,
  webhooks: webhooksApp,
  cold: createColdApp(),
}

/** All apps behind one port: the first label of the host name says which one is asked. */
export const fetchApp: App = (request, env, ctx) => {
  const [name = ''] = new URL(request.url).hostname.split('.')
  return apps[name]?.(request, env, ctx) ?? new Response(`no app called ${name}`, { status: 404 })
}
