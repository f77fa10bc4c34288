import type { Flag, Flags } from './flags.js'

/** The variable of a flag of `start`. */
const variableOf = (name: string): string => `PROPELAUTH_EMULATOR_${name.toUpperCase().replaceAll('-', '_')}`

function withVariables<const F extends Flags>(flags: F): F {
  const named = Object.entries(flags).map(([name, flag]): [string, Flag] => [
    name,
    { ...flag, variables: [variableOf(name)] },
  ])
  return Object.fromEntries(named) as Flags as F
}

/** The flags of `start` and `exec`. The table in docs/emulator.md is written from them. */
export const START_FLAGS = withVariables({
  port: { type: 'text', value: 'N', meaning: 'port, 0 for any free one', fallback: '4460' },
  'strict-port': { type: 'switch', meaning: 'fail if the port is taken, instead of using the next free one' },
  host: { type: 'text', value: 'ADDRESS', meaning: 'address to listen on', otherwise: '127.0.0.1 and ::1' },
  'auth-url': {
    type: 'text',
    value: 'URL',
    meaning: 'where clients reach the emulator',
    otherwise: 'http://localhost:PORT',
  },
  issuer: { type: 'text', value: 'URL', meaning: 'the iss of tokens', otherwise: 'the auth URL' },
  'app-url': {
    type: 'list',
    value: 'URL',
    meaning: 'an app that browsers may return to and whose pages can read the session',
    otherwise: 'any app on this machine',
  },
  'logout-url': {
    type: 'text',
    value: 'URL',
    meaning: 'where browsers go after a logout, on one of the apps or on the emulator',
    otherwise: 'the first --app-url, else the login page',
  },
  'refresh-tokens': {
    type: 'text',
    value: 'MODE',
    meaning: 'reuse, rotate-with-grace or strict: whether a refresh replaces the refresh token',
    otherwise: 'reuse, or the mode in the seed',
  },
  'allow-host': { type: 'list', value: 'NAME', meaning: 'a further accepted host name' },
  webhook: { type: 'list', value: 'URL', meaning: 'an endpoint of your app that gets webhooks' },
  'webhook-secret': {
    type: 'text',
    value: 'SECRET',
    meaning: 'the secret of these endpoints: whsec_ and base64',
    otherwise: 'one for each, derived from the signing key; a rotated one stays',
  },
  'api-key': {
    type: 'text',
    value: 'KEY',
    meaning: 'the API key, at least 32 characters',
    otherwise: 'the one in the data directory, created at the first start',
  },
  'mcp-client-secret': {
    type: 'text',
    value: 'SECRET',
    meaning: 'the secret of MCP servers for introspection, at least 32 characters',
    otherwise: 'derived from the signing key',
  },
  seed: {
    type: 'text',
    value: 'FILE',
    meaning: 'the initial state, YAML or JSON',
    otherwise: 'propelauth.seed.yaml if it exists, else five users',
  },
  data: {
    type: 'text',
    value: 'DIR',
    meaning: 'directory for state and keys, or :memory:',
    fallback: '.propelauth',
  },
  fresh: { type: 'switch', meaning: 'start from the seed again; the keys stay' },
  json: { type: 'switch', meaning: 'print one line of JSON when ready, nothing else' },
})
