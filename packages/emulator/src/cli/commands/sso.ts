import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { readChoice } from '../line/read-values.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import type { Method } from '../running/control-api.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'

const TYPES = ['fake_saml', 'fake_oidc'] as const

const FLAGS = {
  type: { type: 'text', value: 'TYPE', meaning: `connect: ${TYPES.join(' or ')}`, fallback: 'fake_saml' },
  ...CONNECTION_FLAGS,
} as const

export const sso = defineCommand({
  usage: ['sso show ORG [flags]', ...['connect', 'live', 'link', 'remove'].map((name) => `sso ${name} ORG [flags]`)],
  details: `ORG is a key of the seed or an id. \`connect\` uses the identity provider inside the emulator, which logs in
as any address; \`live\` ends the test mode of a connection; \`link\` prints the address of the page on which a customer
sets a connection up.`,
  flags: FLAGS,
  examples: [
    ['sso connect acme --type fake_oidc', 'single sign-on by OpenID Connect, in test mode'],
    ['sso live acme', 'then members of the organization log in with it'],
  ],
  async run(line) {
    const ask = toRequest(line)
    const answer = await ask(await findEmulator(line))
    return line.values.json ? printJson(answer) : printLines([textOf(answer)])
  },
})

interface Answer {
  readonly url?: string
  readonly connection?: { readonly type: string; readonly live: boolean } | null
}

type Request = ({ call }: RunningEmulator) => Promise<Answer>

/** @throws {UsageError} */
function toRequest({ words, values, setBy }: Line<typeof FLAGS>): Request {
  const name = subcommand(words, ['show', 'connect', 'live', 'link', 'remove'])
  atMost(words, 2)
  const org = needed(words, 1, 'the organization')
  const query = `/sso?${new URLSearchParams({ org })}`
  const type = readChoice(setBy('type') ?? '--type', values.type, TYPES)
  const requests = {
    show: request('GET', query),
    connect: request('POST', '/sso', { org, type }),
    live: request('POST', '/sso', { org, live: true }),
    link: request('POST', '/sso/link', { org }),
    remove: request('DELETE', query),
  }
  return requests[name]
}

const request =
  (method: Method, path: string, body?: object): Request =>
  async ({ call }) =>
    (await call(method, path, body)) as Answer

function textOf({ url, connection }: Answer): string {
  if (url !== undefined) return url
  if (!connection) return 'no connection to an identity provider'
  return `${connection.type}, ${connection.live ? 'live' : 'in test mode'}`
}
