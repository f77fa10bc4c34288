import { createPropelAuth, type PropelAuth } from '@propelauth-edge/core'
import { createSessions, type SessionOptions, type Sessions } from '@propelauth-edge/session'

/** The instance of `createPropelAuth` of this package. */
export interface PropelAuthByEnv<Env extends object, Role extends string, Permission extends string> {
  for(env?: Env): PropelAuth<Role, Permission>
}

export type OptionsByEnv<Env extends object, Role extends string, Permission extends string> =
  | SessionOptions<Role, Permission>
  | ((env: Env) => SessionOptions<Role, Permission>)

type Options = Readonly<Record<string, unknown>>

/** Functions are equal only if they are the same one. */
const isSame = (one: unknown, other: unknown) =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other))
const areEqual = (one: Options, other: Options) =>
  Object.keys({ ...one, ...other }).every((name) => isSame(one[name], other[name]))

/**
 * Caches sessions by environment, as the guards are. Environments with an equal instance and equal options share them,
 * since Node servers make an environment for every request.
 *
 * @throws {TypeError} for wrong options: at once for an object, at the first use of an environment for a function
 */
export function sessionsByEnv<Env extends object, Role extends string, Permission extends string>(
  propelAuth: PropelAuthByEnv<Env, Role, Permission>,
  options: OptionsByEnv<Env, Role, Permission>,
): (env?: Env) => Sessions<Role, Permission> {
  // The real instance may need an environment, and the options are checked without one.
  if (typeof options !== 'function')
    createSessions(createPropelAuth({ authUrl: 'https://auth.example.com' }), {
      ...options,
      onEvent: undefined,
    } as never)
  const latest = new WeakMap<object, { readonly options: object; readonly sessions: Sessions<Role, Permission> }>()
  const byEnv = new WeakMap<object, Sessions<Role, Permission>>()
  return (given) => {
    if (!given && typeof options === 'function')
      throw new TypeError(
        'The sessions depend on the environment: mount sessions.routes() before guards with tokenFrom',
      )
    const env = given ?? ({} as Env)
    const known = byEnv.get(env)
    if (known) return known
    const instance = propelAuth.for(env)
    const before = latest.get(instance)
    // Without a map of environments: collecting its entries would cost a Node server more than the look-up.
    if (before?.options === options) return before.sessions
    const resolved = typeof options === 'function' ? options(env) : options
    const isEqual = before && areEqual(before.options as Options, resolved as unknown as Options)
    const sessions = isEqual ? before.sessions : createSessions(instance, resolved)
    latest.set(instance, { options: resolved, sessions })
    if (resolved !== options) byEnv.set(env, sessions)
    return sessions
  }
}
