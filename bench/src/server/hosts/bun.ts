import { announce } from './announce.ts'
import { app } from './app-of-job.ts'

/** The part of Bun that is used here. */
declare const Bun: {
  serve(options: { port: number; hostname: string; fetch(request: Request): Response | Promise<Response> }): {
    readonly port: number
  }
}

announce(Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: (request) => app.fetch(request) }).port)
