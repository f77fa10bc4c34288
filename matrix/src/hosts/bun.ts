import type { Env } from '../apps/app.ts'
import { fetchApp } from '../apps/index.ts'

/** The part of Bun that is used here. */
declare const Bun: {
  readonly version: string
  readonly env: Readonly<Record<string, string | undefined>>
  serve(options: { port: number; hostname: string; fetch(request: Request): Response | Promise<Response> }): {
    readonly port: number
  }
}

const env: Env = { PROPELAUTH_AUTH_URL: Bun.env.PROPELAUTH_AUTH_URL ?? '' }
const ctx = { waitUntil() {} }

const { port } = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => fetchApp(request, env, ctx) })
console.log(JSON.stringify({ port, version: Bun.version }))
