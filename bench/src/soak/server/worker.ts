import type { PropelAuth } from '@propelauth-edge/core'
import { answer, createInstance, type SoakEnv } from './handler.ts'

interface Context {
  waitUntil(promise: Promise<unknown>): void
}

/** As a Worker has it: one instance for the isolate, made at the first request. */
let propelAuth: PropelAuth | undefined

export default {
  fetch(request: Request, env: SoakEnv, context: Context): Promise<Response> {
    propelAuth ??= createInstance(env)
    return answer(propelAuth, request, (promise) => context.waitUntil(promise))
  },
}
