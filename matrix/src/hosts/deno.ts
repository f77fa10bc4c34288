import type { Env } from '../apps/app.ts'
import { fetchApp } from '../apps/index.ts'

/** The part of Deno that is used here. */
declare const Deno: {
  readonly version: { readonly deno: string }
  readonly env: { get(name: string): string | undefined }
  serve(
    options: { port: number; hostname: string; onListen(address: { port: number }): void },
    handler: (request: Request) => Response | Promise<Response>,
  ): void
}

const env: Env = { PROPELAUTH_AUTH_URL: Deno.env.get('PROPELAUTH_AUTH_URL') ?? '' }
const ctx = { waitUntil() {} }

Deno.serve(
  {
    port: 0,
    hostname: '127.0.0.1',
    onListen: ({ port }) => console.log(JSON.stringify({ port, version: Deno.version.deno })),
  },
  (request) => fetchApp(request, env, ctx),
)
