import { isRedirected } from '../proxy/hosts.js'
import { LOOPBACK } from '../proxy/listen.js'
import { isExcluded } from '../proxy/no-proxy.js'

interface ProxyAt {
  readonly port: number
  readonly hosts: readonly string[]
  /** The hosts for which the environment has no proxy. */
  readonly excluded: readonly string[]
}

const OWN_MACHINE = ['localhost', LOOPBACK, '::1']

/** Programs read these in upper case, in lower case or in both. */
export function proxyVariables({ port, hosts, excluded }: ProxyAt): Readonly<Record<string, string>> {
  const covers = (entry: string): boolean =>
    isRedirected(hosts, entry) || hosts.some((host) => isExcluded([entry], host))
  const noProxy = [...new Set([...excluded.filter((entry) => !covers(entry)), ...OWN_MACHINE])].join(',')
  const url = `http://${LOOPBACK}:${port}`
  return { HTTPS_PROXY: url, https_proxy: url, NO_PROXY: noProxy, no_proxy: noProxy }
}
