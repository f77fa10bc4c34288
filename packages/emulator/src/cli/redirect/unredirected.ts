import { basename } from 'node:path'
import { workerAdvice } from './worker-variables.js'

const CONTAINER = () =>
  'a container has an environment of its own. Set PROPELAUTH_AUTH_URL and PROPELAUTH_API_URL in it, see "Docker compose" in the documentation'

const JVM = () =>
  'the JVM reads neither HTTPS_PROXY nor SSL_CERT_FILE. Read the auth URL from PROPELAUTH_AUTH_URL, and send API calls to PROPELAUTH_API_URL'

/** Programs whose requests no environment variable can redirect, and what to do instead, if there is something to do. */
const UNREDIRECTED: Readonly<Record<string, (authUrl: string) => string | undefined>> = {
  workerd: workerAdvice,
  docker: CONTAINER,
  podman: CONTAINER,
  java: JVM,
  gradle: JVM,
  mvn: JVM,
}

/**
 * What to print when a program starts that would reach the service itself.
 * @param authUrl where the emulator is
 */
export function unredirectedWarning(file: string, authUrl: string): string | undefined {
  const name = basename(file).replace(/\.(exe|cmd|bat)$/i, '')
  const reason = Object.hasOwn(UNREDIRECTED, name) ? UNREDIRECTED[name]?.(authUrl) : undefined
  return reason && `requests of ${name} to the service are not redirected: ${reason}`
}
