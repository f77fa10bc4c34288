import { optionNames, type PropelAuthOptions } from './options.js'
import { createPropelAuth, type PropelAuth } from './propelauth.js'

/** Instances that outlive their environment object: more than a process has projects, few enough to hold. */
const maxInstances = 64

/** Options that are behaviour: they cannot be compared, and most functions make them anew at every call. */
const ports: readonly (keyof PropelAuthOptions)[] = ['jwksCache', 'apiKeys', 'fetch', 'now', 'onEvent']

/** What tells options apart: all of their data, read as `createPropelAuth` reads it, and which ports there are. */
function fingerprint(options: PropelAuthOptions): string {
  return JSON.stringify(optionNames.map((name) => (ports.includes(name) ? Boolean(options?.[name]) : options?.[name])))
}

/**
 * The instance for an environment, for adapters: made at the first request that brings it and kept as long as the
 * environment object lives. Node servers bring a new object with every request, and tests bring none (the function
 * then gets an empty object); so an instance whose options hold the same data is used again, with the ports it was
 * made with, and its keys and verified tokens survive. Different data never share an instance.
 *
 * @throws {TypeError} for wrong options: at once for an object, at the first use of an environment for a function
 *
 * @example
 * ```ts
 * const forEnv = memoizeByEnv((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))
 * const user = await forEnv(env).validateRequest(request)
 * ```
 */
export function memoizeByEnv<
  Env extends object = object,
  const Role extends string = string,
  const Permission extends string = string,
>(
  options: PropelAuthOptions<Role, Permission> | ((env: Env) => PropelAuthOptions<Role, Permission>),
): (env?: Env) => PropelAuth<Role, Permission> {
  if (typeof options !== 'function') {
    const instance = createPropelAuth(options)
    return () => instance
  }
  const byEnv = new WeakMap<object, PropelAuth<Role, Permission>>()
  const byData = new Map<string, PropelAuth<Role, Permission>>()

  const findOrCreate = (env: Env) => {
    const resolved = options(env)
    const key = fingerprint(resolved)
    const instance = byData.get(key) ?? createPropelAuth(resolved)
    byData.delete(key)
    byData.set(key, instance)
    const [oldest = key] = byData.keys()
    if (byData.size > maxInstances) byData.delete(oldest)
    return instance
  }

  return (env = {} as Env) => {
    const instance = byEnv.get(env) ?? findOrCreate(env)
    byEnv.set(env, instance)
    return instance
  }
}
