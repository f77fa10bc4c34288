import type { Environment } from '../line/flags.js'
import { type Check, failure, ok, warning } from './check.js'

const OLDEST_NODE = [22, 13] as const

/** The command line ends earlier where node:sqlite is missing. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor, oldestMinor] = OLDEST_NODE
  const fits = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
  return fits
    ? ok('Node', version)
    : failure('Node', `${version} is too old: install ${OLDEST_NODE.join('.')} or newer`)
}

/** Variables by which a platform says that this is a deployed app. */
const PLATFORM_SIGNALS: readonly (readonly [name: string, value: RegExp])[] = [
  ['VERCEL_ENV', /^production$/],
  ['CONTEXT', /^production$/],
  ['RAILWAY_ENVIRONMENT_NAME', /^production$/],
  ['RENDER', /^true$/],
  ['FLY_APP_NAME', /./],
  ['K_SERVICE', /./],
  ['AWS_LAMBDA_FUNCTION_NAME', /./],
  ['DYNO', /./],
  ['KUBERNETES_SERVICE_HOST', /./],
]

export function productionCheck(env: Environment): Check {
  const name = 'Production'
  if (env.NODE_ENV === 'production')
    return failure(name, 'NODE_ENV is production: the emulator signs tokens for every caller, so it does not start')
  const signals = PLATFORM_SIGNALS.filter(([variable, value]) => value.test(env[variable] ?? ''))
  if (signals.length === 0) return ok(name, 'no sign of a production environment')
  const found = signals.map(([variable]) => variable).join(', ')
  return warning(name, `${found}: this looks like a deployed app. The emulator is for development and tests only`)
}

const PROXIES = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']

/** A client with a proxy may ask it for `localhost`, where the proxy finds another machine. */
export function proxyCheck(env: Environment): Check {
  const name = 'Proxy'
  const valueFor = (variable: string): string => env[variable] || env[variable.toLowerCase()] || ''
  const set = PROXIES.filter((variable) => valueFor(variable) !== '')
  if (set.length === 0) return ok(name, 'no proxy is set')
  const excluded = valueFor('NO_PROXY').split(/[\s,]+/)
  if (excluded.includes('*') || ['localhost', '127.0.0.1'].every((host) => excluded.includes(host)))
    return ok(name, `${set.join(', ')}, and NO_PROXY has localhost and 127.0.0.1`)
  const text = `${set.join(', ')} without localhost and 127.0.0.1 in NO_PROXY: requests to the emulator may go to the proxy`
  return warning(name, `${text}. Set NO_PROXY=localhost,127.0.0.1`)
}

/** What an app in this shell would use. */
export function targetCheck(env: Environment): Check {
  const name = 'Auth URL'
  const { PROPELAUTH_AUTH_URL: authUrl } = env
  if (!authUrl) return ok(name, 'PROPELAUTH_AUTH_URL is not set here')
  if (!URL.canParse(authUrl)) return warning(name, `PROPELAUTH_AUTH_URL is not a URL: ${authUrl}`)
  const { protocol, hostname } = new URL(authUrl)
  if (protocol === 'https:' && !hostname.endsWith('localhost'))
    return warning(
      name,
      `PROPELAUTH_AUTH_URL is ${authUrl}: commands look for the emulator there. Use --url, or unset it`,
    )
  return ok(name, `PROPELAUTH_AUTH_URL is ${authUrl}`)
}
