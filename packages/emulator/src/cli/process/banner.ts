import { appSecrets } from '../../environment.js'
import { PERSONAS } from '../../seed/personas.js'
import type { StartOptions } from '../line/start-options.js'
import type { Served } from './serve.js'
import { version } from './version.js'

/** One line of JSON, for programs. */
export function readyLine({ server, hasPersonas }: Served): string {
  const { emulator, port, exposed } = server
  const { authUrl, apiKey, verifierKey, introspection, webhookSecret } = appSecrets(emulator)
  const { issuer, personaPassword } = emulator
  const mcp = { mcpClientId: introspection.clientId, mcpClientSecret: introspection.clientSecret }
  const password = exposed && hasPersonas ? { personaPassword } : {}
  return `${JSON.stringify({ ready: true, authUrl, apiKey, verifierKey, issuer, port, ...mcp, webhookSecret, ...password })}\n`
}

/** The addresses, keys and next step, for people. */
export function banner({ server, hasPersonas }: Served, { data }: StartOptions): string {
  const { emulator, exposed } = server
  const { authUrl, issuer, apiKey, personaPassword } = emulator
  const { users, orgs } = emulator.counts()
  const people = Object.values(PERSONAS).map((persona) => persona.email.split('@')[0])
  const howToLogIn = exposed ? '' : 'one click each, or '
  const lines = [
    '',
    `  PropelAuth emulator ${version()}: unofficial, for development and tests only`,
    `  Auth URL    ${authUrl}${issuer === authUrl ? '' : `   issuer ${issuer}`}`,
    `  Dashboard   ${authUrl}/_emulator`,
    `  Mail        none is sent; read it at ${authUrl}/_emulator/mail`,
    `  API key     ${apiKey}`,
    `  MCP server  ${emulator.introspection.clientId}, secret ${emulator.introspection.clientSecret}`,
    ...emulator.webhooks.endpoints().map(({ url, secret }) => `  Webhooks    ${url}, secret ${secret}`),
    `  Data        ${data}   ${users} users, ${orgs} organizations`,
    ...(hasPersonas ? [`  Log in      ${people.join(', ')}: ${howToLogIn}password ${personaPassword}`] : []),
    '  Next        propelauth-emulator env prints the variables for your app, help lists all commands',
    '  Stop with Ctrl-C',
    '',
  ]
  return `${lines.join('\n')}\n`
}
