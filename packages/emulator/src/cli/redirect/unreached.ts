import { basename } from 'node:path'

/** Programs that run in Node or Bun: the preload redirects all their connections. */
const PRELOADED = ['node', 'npm', 'npx', 'pnpm', 'yarn', 'bun', 'bunx']

/** What to print when a program has ended and no request to the service has reached the emulator. */
export function unreachedWarning(file: string): string | undefined {
  const name = basename(file).replace(/\.(exe|cmd|bat)$/i, '')
  if (PRELOADED.includes(name)) return undefined
  return `no request to the service has reached the emulator. If ${name} has sent one, it has not used HTTPS_PROXY, as Go with a Transport without Proxy: ProxyFromEnvironment, or aiohttp without trust_env=True. Let it use the proxy, or send its API calls to PROPELAUTH_API_URL`
}
