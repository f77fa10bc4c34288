import { checkOptions, optionNames } from './check-options.js'
import type { SharedState } from './compose.js'
import { type PropelAuthOptions, portNames } from './options.js'
import { createInstance, createPropelAuth, type PropelAuth } from './propelauth.js'

/** Bounds the memory of a process in which options never repeat. */
const maxProjects = 64

/** What environments with equal data share, and the latest instance with its ports. */
interface Project<Instance> {
  readonly shared: SharedState
  latest?: { readonly ports: readonly unknown[]; readonly instance: Instance }
}

const isPort = (name: string) => (portNames as readonly string[]).includes(name)
const dataNames = /* @__PURE__ */ optionNames.filter((name) => !isPort(name))

// By name: JSON leaves out a member that is undefined, while in a list it would be null.
const dataOf = (options: PropelAuthOptions) =>
  JSON.stringify(Object.fromEntries(dataNames.map((name) => [name, options[name]])))
const portsOf = (options: PropelAuthOptions): readonly unknown[] => portNames.map((name) => options[name])

const isEqual = (one: readonly unknown[], other: readonly unknown[]) => one.every((value, at) => value === other[at])

/**
 * Caches instances by environment, for adapters. An environment object gets an instance at its first request and keeps
 * it. Workers pass the same object with every request, Node servers a new one; so environments whose options hold
 * equal data share the key set and the verified tokens, whichever environment's `fetch` and `jwksCache` brought them.
 * Environments with different trust must therefore differ in data, such as `authUrl` or `jwksUrl`.
 *
 * Ports (`apiKeys`, `fetch`, `isRevoked`, `jwksCache`, `now`, `onEvent`) are not shared: what a request calls is of its
 * own environment. Equal ports, made outside the function, save making a new instance, and answers about API keys are
 * cached for each validator.
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
  type Instance = PropelAuth<Role, Permission>
  if (typeof options !== 'function') {
    const instance = createPropelAuth(options)
    return () => instance
  }
  let latest: { readonly env: Env; readonly instance: Instance } | undefined
  const seen = new WeakSet<object>()
  const byEnv = new WeakMap<object, Instance>()
  const byData = new Map<string, Project<Instance>>()

  /** The project of this data; the one that was not used for the longest time is dropped. */
  function findProject(data: string): Project<Instance> {
    const project = byData.get(data) ?? { shared: {} }
    byData.delete(data)
    byData.set(data, project)
    const [oldest = data] = byData.keys()
    if (byData.size > maxProjects) byData.delete(oldest)
    return project
  }

  const readOptions = options
  function findOrCreate(env: Env): Instance {
    const resolved = readOptions(env)
    // Before the comparison: options that are wrong may look like others that are right.
    checkOptions(resolved)
    const project = findProject(dataOf(resolved))
    const ports = portsOf(resolved)
    const { latest } = project
    if (latest && isEqual(latest.ports, ports)) return latest.instance
    const instance = createInstance(resolved, project.shared)
    project.latest = { ports, instance }
    return instance
  }

  // A Worker's environment is the latest one. Of others, only those that come a second time are kept: with one object
  // per request, collecting the entries costs more than making the instances.
  return (env = {} as Env) => {
    if (latest?.env === env) return latest.instance
    const kept = byEnv.get(env)
    const instance = kept ?? findOrCreate(env)
    if (!kept && seen.has(env)) byEnv.set(env, instance)
    seen.add(env)
    latest = { env, instance }
    return instance
  }
}
