import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Emulator } from '../../emulator.js'
import { requestListener } from '../../http/request-listener.js'
import { createClock } from '../../values/clock.js'
import { createServerCertificate } from '../certificate/certificate.js'
import { connectBy, type EnvironmentProxy, environmentProxy } from '../proxy/connect.js'
import { redirectedHosts } from '../proxy/hosts.js'
import { listen } from '../proxy/listen.js'
import { createProxy } from '../proxy/proxy.js'
import { isCertificateRefusal, REFUSAL_WARNING } from './certificate-refusal.js'
import { checkProject } from './check-project.js'
import { proxyVariables } from './proxy-variables.js'
import { preloadVariables } from './redirection.js'
import { rubyVariables } from './ruby-variables.js'
import { writeTrust } from './trust.js'

/** Leads the requests of a command to the hosts of the service to the emulator, while it exists. */
export interface Redirect extends AsyncDisposable {
  /** What the command needs in its environment. */
  readonly environment: Readonly<Record<string, string>>
  /** Whether a request of the command has been redirected. */
  isUsed(): boolean
}

export interface RedirectOptions {
  /** The first word of the command. */
  readonly program: string
  readonly emulator: Emulator
  /** The environment that the command would have. */
  readonly env: NodeJS.ProcessEnv
  /** Called once with each text. */
  readonly warn: (text: string) => void
}

const PRELOAD = fileURLToPath(new URL('./redirect-connections.cjs', import.meta.url))

const RUBY_PRELOAD = fileURLToPath(new URL('./redirect-net-http.rb', import.meta.url))

/** Deno uses the proxy for `node:https` with this variable only. With it, Node 22 would print a warning. */
const FOR_DENO = { NODE_USE_ENV_PROXY: '1' }

/**
 * Starts a TLS server for the hosts, a proxy in front of it, and writes the authority of its certificate to a temporary
 * folder. Node and Bun connect to the TLS server by a preload, other programs by the proxy.
 */
export async function startRedirect({ program, emulator, env, warn }: RedirectOptions): Promise<Redirect> {
  const warnOnce = onlyOnce(warn)
  const hosts = redirectedHosts(emulator)
  const { authority, certificate, key } = createServerCertificate(hosts, createClock().milliseconds())
  let isUsed = false
  const answer = requestListener((request) => {
    isUsed = true
    checkProject(emulator, request, warnOnce)
    return emulator.fetch(atAuthUrl(emulator, request))
  })
  const server = createServer({ cert: certificate, key }, answer)
  server.on('tlsClientError', (error) => isCertificateRefusal(error) && warnOnce(REFUSAL_WARNING))
  const tls = await listen(server)
  const environmental = readProxy(env, warnOnce)
  const connect = connectBy(environmental ?? NO_PROXY)
  const proxy = await listen(createProxy({ hosts, tlsPort: tls.port, answer, connect }))

  const folder = mkdtempSync(join(tmpdir(), 'propelauth-emulator-'))
  const { variables, authorityFile, problems } = writeTrust(folder, authority, env)
  for (const problem of problems) warnOnce(`COMMAND does not trust the authorities of ${problem}`)
  return {
    environment: {
      ...(environmental && {
        ...proxyVariables({ port: proxy.port, hosts, excluded: environmental.excluded }),
        ...rubyVariables(RUBY_PRELOAD, env),
      }),
      ...variables,
      ...preloadVariables(PRELOAD, { authUrl: emulator.authUrl, hosts, port: tls.port, authorityFile }, env),
      ...(/^deno(\.exe)?$/.test(basename(program)) ? FOR_DENO : {}),
    },
    isUsed: () => isUsed,
    async [Symbol.asyncDispose]() {
      await Promise.all([proxy.close(), tls.close()])
      rmSync(folder, { recursive: true })
    },
  }
}

const NO_PROXY: EnvironmentProxy = { url: undefined, excluded: [] }

/** Without an HTTP proxy to pass connections on to, the environment keeps its proxy, and only Node is redirected. */
function readProxy(env: NodeJS.ProcessEnv, warn: (text: string) => void): EnvironmentProxy | undefined {
  try {
    return environmentProxy(env)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    warn(
      `${error.message}: only Node is redirected. Other programs reach the service itself, unless they read PROPELAUTH_API_URL`,
    )
    return undefined
  }
}

/** The same request at the auth URL: the emulator answers to its own hosts only. */
function atAuthUrl({ authUrl }: Emulator, request: Request): Request {
  const { pathname, search } = new URL(request.url)
  return new Request(new URL(pathname + search, authUrl), request)
}

function onlyOnce(warn: (text: string) => void): (text: string) => void {
  const said = new Set<string>()
  return (text) => {
    if (said.has(text)) return
    said.add(text)
    warn(text)
  }
}
