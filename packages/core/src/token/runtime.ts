import { nodeRuntime } from './node-runtime.js'
import type { Runtime } from './runtime-port.js'
import { createTurnMeter, type EventLoop } from './turn-meter.js'
import { webRuntime } from './web-runtime.js'

interface Globals {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly versions?: { readonly deno?: string }
    getBuiltinModule?(name: string): unknown
    nextTick?: EventLoop['nextTick']
  }
  readonly navigator?: { readonly userAgent?: string }
  setImmediate?: EventLoop['setImmediate']
}
const globals = globalThis as Globals

/** A built-in module of Node, if there is one. Some runtimes only resemble Node; the sandbox of Next.js throws. */
function builtin<Module>(name: string): Module | undefined {
  try {
    return globals.process?.getBuiltinModule?.(name) as Module | undefined
  } catch {
    return undefined
  }
}

/**
 * Whether a test tool has replaced the timers (Jest, Vitest and Sinon mark them with their clock). In the time of a test,
 * work on threads takes no time at all or never ends, so Node and Bun verify everything at once.
 */
const hasFakeTimers = () => 'clock' in globalThis.setTimeout

function choose(): Runtime {
  const web = webRuntime()
  const { nextTick, versions } = globals.process ?? {}
  // Both have Node's modules. Web Crypto needs no other thread on Workers; on Deno it is the only one with threads.
  if (globals.navigator?.userAgent === 'Cloudflare-Workers' || versions?.deno) return web
  const crypto = builtin<Parameters<typeof nodeRuntime>[0]>('node:crypto')
  const buffer = builtin<{ readonly Buffer: Parameters<typeof nodeRuntime>[1] }>('node:buffer')
  if (!crypto || !buffer) return web
  // Looked up at each use: a test tool may have replaced it for a while. jsdom has none.
  const setImmediate: EventLoop['setImmediate'] = (callback) => globals.setImmediate?.(callback)
  const isOneOfSeveral = nextTick && globals.setImmediate ? createTurnMeter({ nextTick, setImmediate }) : () => false
  return nodeRuntime(crypto, buffer.Buffer, () => !hasFakeTimers() && isOneOfSeveral(), web)
}

let chosen: Runtime | undefined

/** The one place where core looks at its runtime (docs/architecture.md has the figures). */
export function runtime(): Runtime {
  chosen ??= choose()
  return chosen
}

/** Web Crypto for the testing kit. Under jsdom the global `crypto` has no `subtle`, but Node still has one. */
export const subtleCrypto = (): SubtleCrypto =>
  (crypto as Partial<Crypto>).subtle ?? (builtin('node:crypto') as { readonly webcrypto: Crypto }).webcrypto.subtle

/**
 * Whether the process declares itself to be production, which switches off what is for development only. Deno throws
 * where the permission to read the variable is missing; it then counts as absent, as on Workers.
 */
export function isProduction(): boolean {
  try {
    return globals.process?.env?.NODE_ENV === 'production'
  } catch {
    return false
  }
}
