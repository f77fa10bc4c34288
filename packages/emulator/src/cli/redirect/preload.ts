// Preloaded into every Node and Bun that `exec` starts: TLS connections to the redirected hosts go to the emulator. All
// clients of Node open theirs by `tls.connect`, also those that have an agent of their own or read no proxy from the
// environment. Bun's own `fetch` does not, and uses the proxy.
import type { ChildProcess } from 'node:child_process'
import { subscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls'
import { warn } from '../output/print.js'
import { isRedirected } from '../proxy/hosts.js'
import { LOOPBACK } from '../proxy/listen.js'
import { type Redirection, readRedirection } from './redirection.js'
import { unredirectedWarning } from './unredirected.js'

type Arguments = readonly unknown[]

const redirection = readRedirection(process.env)
if (redirection) {
  const connect = tls.connect as (...args: Arguments) => TLSSocket
  Object.assign(tls, { connect: (...args: Arguments) => connect(...redirected(args, redirection)) })
  subscribe('child_process', (message) => {
    const { process: child } = message as { readonly process: ChildProcess }
    // The message comes before the process has its file.
    queueMicrotask(() => warnOnce(unredirectedWarning(child.spawnfile, redirection.authUrl)))
  })
}

/** The arguments are options, or port, host and options, and a callback. */
function redirected(args: Arguments, { hosts, port, authorityFile }: Redirection): Arguments {
  const options = args.find(isOptions) ?? {}
  const host = options.host ?? args.slice(0, 2).findLast((arg) => typeof arg === 'string')
  if (host === undefined || !isRedirected(hosts, host)) return args
  // Also with a socket that is a tunnel through a proxy: the authority refuses one that leads to the service.
  const moved: ConnectionOptions = {
    ...options,
    host: LOOPBACK,
    port,
    servername: options.servername || host,
    ca: readFileSync(authorityFile),
    secureContext: undefined,
  }
  return [moved, ...args.filter((arg) => typeof arg === 'function')]
}

function isOptions(arg: unknown): arg is ConnectionOptions {
  return typeof arg === 'object' && arg !== null
}

/** A development server starts its runtime again after each change. */
const warned = new Set<string>()

function warnOnce(warning: string | undefined): void {
  if (warning === undefined || warned.has(warning)) return
  warned.add(warning)
  warn(warning)
}
