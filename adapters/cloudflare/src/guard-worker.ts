type Fetch = (request: Request, ...platform: unknown[]) => Promise<Response>
type GuardedFetch = (request: Request, env: unknown, ctx: unknown, who: object) => Response | Promise<Response>

/** What Cloudflare passes to a Pages Function, in place of request, environment and context. */
interface PagesContext {
  readonly request: Request
  readonly env: unknown
  waitUntil(promise: Promise<unknown>): void
}

const isPagesContext = (value: object): value is PagesContext => 'request' in value && 'env' in value

/** Pages Functions get one context; Workers get request, environment and context. */
const serveBoth =
  (fetch: Fetch) =>
  (request: Request | PagesContext, ...platform: unknown[]): Promise<Response> =>
    isPagesContext(request) ? fetch(request.request, request.env, request) : fetch(request, ...platform)

const isClass = (value: object) => /^class\b/.test(Function.prototype.toString.call(value))

/**
 * The Worker with another `fetch`. Its other handlers run on the Worker itself, whose private members they may use; there,
 * `this.fetch` is the original one. Assigned members, such as an instrumented `fetch`, replace those of the Worker. The
 * platform never gets the original `fetch` from the result.
 */
function replaceFetch(worker: object, fetch: unknown): object {
  const isOwn = (own: object, name: PropertyKey) => name === 'fetch' || Object.hasOwn(own, name)
  const read = (name: PropertyKey) => {
    const value: unknown = Reflect.get(worker, name)
    return typeof value === 'function' ? value.bind(worker) : value
  }
  const toDescriptor = (value: unknown, enumerable = true) => ({
    value,
    enumerable,
    writable: true,
    configurable: true,
  })
  return new Proxy<object>(
    { fetch },
    {
      get: (own, name) => (isOwn(own, name) ? Reflect.get(own, name) : read(name)),
      set: (own, name, value) => Reflect.defineProperty(own, name, toDescriptor(value)),
      has: (own, name) => name in own || (name !== 'fetch' && name in worker),
      ownKeys: (own) => [...new Set([...Reflect.ownKeys(worker), ...Reflect.ownKeys(own)])],
      getOwnPropertyDescriptor(own, name) {
        const found = Reflect.getOwnPropertyDescriptor(isOwn(own, name) ? own : worker, name)
        return isOwn(own, name) ? found : found && toDescriptor(read(name), found.enumerable)
      },
    },
  )
}

/**
 * Guards a `fetch` handler, given alone or in the object of all handlers.
 * @throws {TypeError} for anything that has no `fetch` to guard
 */
export function guardWorker(worker: unknown, wrap: (handler: GuardedFetch) => Fetch): unknown {
  if (typeof worker === 'function') {
    if (isClass(worker))
      throw new TypeError(`Expected a handler or a Worker, found the class ${worker.name}: pass an instance of it`)
    // Any other function is a handler; the overloads of the guards check its signature.
    return serveBoth(wrap(worker as GuardedFetch))
  }
  const { fetch } = Object(worker) as { fetch?: unknown }
  if (typeof fetch !== 'function') throw new TypeError('Expected a fetch handler, or a Worker that has one')
  return replaceFetch(worker as object, serveBoth(wrap((...passed) => fetch.call(worker, ...passed))))
}
