import { checkOptions, optionNames } from './check-options.js'
import type { SharedState } from './compose.js'
import { type PropelAuthOptions, portNames } from './options.js'
import { createInstance, createPropelAuth, type PropelAuth } from './propelauth.js'

/** Bounds the memory of a process in which options never repeat. */
const maxProjects = 64

/** What environments with equal data share, and the instance that was made last, with its ports. */
interface Project<Instance> {
  readonly shared: SharedState
  current?: { readonly ports: readonly unknown[]; readonly instance: Instance }
}

const isPort = (name: string) => (portNames as readonly string[]).includes(name)
const dataNames = /* @__PURE__ */ optionNames.filter((name) => !isPort(name))

// By name: JSON leaves out a member that is undefined, while in a list it would be null.
const dataOf = (options: PropelAuthOptions) =>
  JSON.stringify(Object.fromEntries(dataNames.map((name) => [name, options[name]])))
const portsOf = (options: PropelAuthOptions): readonly unknown[] => portNames.map((name) => options[name])

const isEqual = (one: readonly unknown[], other: readonly unknown[]) => one.every((value, at) => value === other[at])

/** The projects by their data; beyond the bound, the one that was not used for the longest time is dropped. */
function createProjects<Instance>() {
  const projects = new Map<string, Project<Instance>>()
  return (data: string): Project<Instance> => {
    const project = projects.get(data) ?? { shared: {} }
    projects.delete(data)
    projects.set(data, project)
    const [oldest = data] = projects.keys()
    if (projects.size > maxProjects) projects.delete(oldest)
    return project
  }
}

/** Finds the instance of options: the same one for equal data and equal ports. */
function createInstances<Role extends string, Permission extends string>() {
  const findProject = createProjects<PropelAuth<Role, Permission>>()
  return (options: PropelAuthOptions<Role, Permission>): PropelAuth<Role, Permission> => {
    // Before the comparison: options that are wrong may look like others that are right.
    checkOptions(options)
    const project = findProject(dataOf(options))
    const ports = portsOf(options)
    const { current } = project
    if (current && isEqual(current.ports, ports)) return current.instance
    const instance = createInstance(options, project.shared)
    project.current = { ports, instance }
    return instance
  }
}

/**
 * Caches instances by environment, for adapters. An environment object gets an instance at its first request and keeps
 * it. Workers pass the same object with every request, Node servers a new one; so environments whose options hold
 * equal data share the key set and the verified tokens, whichever environment's `fetch` and `jwksCache` brought them.
 * Environments with different trust must therefore differ in data, such as `authUrl` or `jwksUrl`.
 *
 * Ports (`apiKeys`, `fetch`, `isRevoked`, `jwksCache`, `now`, `onEvent`, `stepUp`) are not shared: what a request calls
 * is of its own environment. Equal ports, made outside the function, save making a new instance, and answers about API keys are
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
  if (typeof options !== 'function') {
    const instance = createPropelAuth(options)
    return () => instance
  }
  let latest: { readonly env: Env; readonly instance: PropelAuth<Role, Permission> } | undefined
  const seen = new WeakSet<object>()
  const byEnv = new WeakMap<object, PropelAuth<Role, Permission>>()
  const findOrCreate = createInstances<Role, Permission>()

  // A Worker's environment is the latest one. Of others, only those that come a second time are kept: with one object
  // per request, collecting the entries costs more than making the instances.
  return (env = {} as Env) => {
    if (latest?.env === env) return latest.instance
    const kept = byEnv.get(env)
    const instance = kept ?? findOrCreate(options(env))
    if (!kept && seen.has(env)) byEnv.set(env, instance)
    seen.add(env)
    latest = { env, instance }
    return instance
  }
}
