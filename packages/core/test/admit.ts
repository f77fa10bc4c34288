import type { Guard } from '../src/guards/guard.js'
import { authenticatorOf } from '../src/instance.js'
import type { RequestLike } from '../src/request/bearer-token.js'
import type { RequestContext } from '../src/request/request-context.js'
import type { Refusal } from '../src/response/refusal.js'

/** What a guard gives for a request to an instance: its context, or the refusal. */
export const admit = async <Context, Source extends readonly unknown[]>(
  guard: Guard<Context, Source>,
  instance: object,
  request: RequestLike,
  platform: RequestContext = {},
  ...source: Source
): Promise<Context | Refusal> => guard.admit(authenticatorOf(instance), request, platform, source)
