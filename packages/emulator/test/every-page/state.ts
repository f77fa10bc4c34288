import { readFileSync } from 'node:fs'
import {
  type Emulator,
  type EmulatorServer,
  generateSigningKey,
  type Seed,
  type SessionCookie,
  startServer,
} from '../../src/index.js'
import { parseSeed } from '../../src/seed/check/parse-seed.js'
import { derivedUuid } from '../../src/values/ids.js'
import { backend } from '../fixture.js'
import { pkce, register } from '../mcp-client.js'

/** The time of the pages is the same on every machine. */
const NOW = Date.UTC(2026, 0, 15, 12)

export const PASSWORD = 'correct horse'

const LONG = 'long'.repeat(15)
const WIDE = LONG.repeat(3)

const file = new URL('../full-seed.yaml', import.meta.url)

/** The full seed with passwords switched on, and with as many entries as make lists have several pages. */
function fullSeed(): Seed {
  const full = parseSeed(readFileSync(file, 'utf8'), 'full-seed.yaml')
  const many = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `n${index}`)
  const usual = { password: PASSWORD, first_name: 'Some', last_name: 'One' }
  return {
    ...full,
    settings: {
      ...full.settings,
      has_password_login: true,
      orgs_metaname: 'Organization',
      social_logins: ['google', 'github'],
      users_can_delete_own_account: true,
      users_can_delete_their_own_orgs: true,
      mcp_scopes: [
        { name: 'read:user_data', description: 'Read your profile' },
        { name: 'plans:read', description: 'Read the plans of the organization', org: true },
      ],
    },
    roles: {
      structure: 'multi_role',
      definitions: {
        Boss: {
          can_view_other_members: true,
          can_invite: true,
          can_change_roles: true,
          can_manage_api_keys: true,
          can_remove_users: true,
          can_setup_saml: true,
          can_delete_org: true,
          can_edit_org_access: true,
          can_update_org_metadata: true,
          permissions: ['plans::write', LONG],
        },
        Clerk: {},
      },
    },
    users: [
      ...(full.users ?? []),
      { ...usual, key: 'olga', email: 'olga@initech.test', properties: { [LONG]: [LONG] }, metadata: { a: 1 } },
      { ...usual, key: 'carl', email: 'carl@initech.test' },
      { ...usual, key: 'tina', email: 'tina@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQ', mfa_backup_codes: ['abcd-efgh'] },
      { ...usual, key: 'phil', email: 'phil@x.test', mfa_phones: ['+15550199'] },
      { ...usual, key: 'nora', email: 'nora@x.test' },
      { ...usual, key: 'pete', email: 'pete@x.test', update_password_required: true },
      { ...usual, key: 'prue', email: 'prue@x.test', created_at: 1_768_700_000 },
      { ...usual, key: 'mona', email: 'mona@x.test' },
      { ...usual, key: 'uma', email: 'uma@x.test', email_confirmed: false },
      { key: 'long', email: `${LONG}@${LONG}.test`, first_name: LONG, last_name: LONG, username: LONG },
      ...many(50).map((key) => ({ key, email: `${key}@x.test` })),
    ],
    orgs: [
      ...(full.orgs ?? []),
      {
        key: 'initech',
        name: 'Initech',
        domain: 'initech.test',
        domain_autojoin: true,
        can_setup_saml: true,
        members: { olga: 'Boss', carl: 'Clerk', tina: 'Clerk', long: ['Boss', 'Clerk'], ...roles(many(24)) },
        sso: { type: 'fake_oidc' },
        scim_groups: [{ name: LONG, external_id: LONG, members: ['olga'] }, { name: 'None' }],
      },
      { key: 'soylent', name: 'Soylent', members: { carl: 'Boss' }, sso: { type: 'fake_saml' } },
      { key: 'careful', name: 'Careful', members: { mona: 'Clerk' }, require_2fa_by: '2025-01-01' },
      { key: 'long', name: `${LONG}${LONG} & words`, members: { olga: 'Clerk' } },
      ...many(50).map((key) => ({ key, name: `Organization ${key}` })),
    ],
  }
}

const roles = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, 'Clerk']))

/** Emulators with everything, with nothing, and with a control key. */
export interface State {
  readonly servers: { readonly full: EmulatorServer; readonly empty: EmulatorServer; readonly guarded: EmulatorServer }
  readonly sessions: { readonly olga: SessionCookie; readonly carl: SessionCookie; readonly tina: SessionCookie }
  /** Paths of links that were sent. */
  readonly links: {
    readonly magic: string
    readonly reset: string
    readonly invitation: string
    readonly setup: string
    readonly consent: string
  }
  readonly deliveryId: string
  close(): Promise<void>
}

export const idOf = {
  user: (key: string): string => derivedUuid('user', key),
  org: (key: string): string => derivedUuid('org', key),
}

export async function openState(): Promise<State> {
  const common = { port: 0, signingKey: generateSigningKey(), now: () => NOW }
  const webhookFetch = () => new Response(WIDE, { status: 503, headers: { 'X-Long': WIDE } })
  const full = await startServer({ ...common, seed: fullSeed(), webhookFetch })
  const empty = await startServer({ ...common, seed: { settings: { has_orgs: false, mcp_enabled: false } } })
  const guarded = await startServer({ ...common, protectControl: true })
  // Before the invitations: a login accepts those of its user.
  const sessionOf = (user: string) => full.emulator.startSession(user).cookie
  const sessions = { olga: sessionOf('olga'), carl: sessionOf('carl'), tina: sessionOf('tina') }
  const links = await fill(full.emulator)
  return {
    servers: { full, empty, guarded },
    sessions,
    links,
    deliveryId: await failedDelivery(full.emulator),
    close: async () => void (await Promise.all([full.close(), empty.close(), guarded.close()])),
  }
}

/** A delivery with an attempt that has failed. */
async function failedDelivery({ webhooks }: Emulator): Promise<string> {
  const { id } = webhooks.addEndpoint({ url: `http://localhost:3000/${WIDE}`, events: ['user.*'] })
  webhooks.rotateSecret(id)
  const event = { type: 'user.role_changed_within_org', endpoint: id, fields: { long: WIDE } }
  const [delivery] = webhooks.send(event)
  await webhooks.deliverDue()
  return delivery?.id ?? ''
}

/** Messages, deliveries, keys, clients, a session, a fault and requests. */
async function fill(emulator: Emulator): Promise<State['links']> {
  const call = (path: string, body: object) => backend(emulator, 'POST', path, body)
  const initech = { org_id: idOf.org('initech'), role: 'Clerk' }
  for (let index = 0; index < 27; index++) await call('invite_user', { ...initech, email: `guest${index}@x.test` })
  await call('invite_user', { org_id: idOf.org('globex'), role: 'Clerk', email: 'carl@initech.test' })
  await call('end_user_api_keys', { org_id: initech.org_id, display_name: LONG })
  await call('end_user_api_keys', { user_id: idOf.user('olga'), display_name: 'Laptop' })
  await emulator.webhooks.deliverDue()
  emulator.addFault({ path: `/${LONG}${LONG}`, status: 500, times: 3 })
  for (let index = 0; index < 25; index++) await submit(emulator, '/forgot_password', { email: 'ada@acme.test' })
  emulator.clearRequests()
  await submit(emulator, '/forgot_password', { email: 'carl@initech.test' })
  await submit(emulator, '/login', { email: 'phil@x.test', password: PASSWORD })
  const magic = await call('magic_link', { email: 'carl@initech.test', requires_interstitial: true })
  const setup = await call(`org/${idOf.org('globex')}/create_saml_connection_link`, {})
  const [reset, invitation] = emulator.mail('carl@initech.test').map(({ link }) => pathOf(link))
  return {
    magic: pathOf(magic.body.url),
    setup: pathOf(setup.body.url),
    reset: reset ?? '',
    invitation: invitation ?? '',
    consent: await consentPath(emulator),
  }
}

const submit = (emulator: Emulator, path: string, form: Readonly<Record<string, string>>) =>
  emulator.fetch(`${emulator.authUrl}${path}`, { method: 'POST', body: new URLSearchParams(form) })

function pathOf(link: string): string {
  const { pathname, search } = new URL(link)
  return pathname + search
}

async function consentPath(emulator: Emulator): Promise<string> {
  const redirect_uri = 'http://localhost:9123/callback'
  const metadata = { client_name: WIDE, client_uri: `https://client.test/${WIDE}`, redirect_uris: [redirect_uri] }
  const { client_id } = (await register(emulator, metadata)).body
  const request = { client_id, redirect_uri, state: 's', response_type: 'code', resource: `https://mcp.test/${WIDE}` }
  const challenge = { code_challenge: pkce().challenge, code_challenge_method: 'S256' }
  return `/oauth/2.1/authorize?${new URLSearchParams({ ...request, ...challenge })}`
}
