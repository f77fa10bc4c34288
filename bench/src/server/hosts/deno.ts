import { announce } from './announce.ts'
import { app } from './app-of-job.ts'

/** The part of Deno that is used here. */
declare const Deno: {
  serve(
    options: { port: number; hostname: string; onListen(address: { port: number }): void },
    handler: (request: Request) => Response | Promise<Response>,
  ): void
}

Deno.serve({ port: 0, hostname: '127.0.0.1', onListen: ({ port }) => announce(port) }, (request) => app.fetch(request))
