import type { initBaseAuth } from '@propelauth/node'
import { type Emulator, PERSONA_ORGS, PERSONAS, type Seed } from '../../src/index.js'
import { DEFAULT_SEED } from '../../src/seed/personas.js'
import { derivedUuid } from '../../src/values/ids.js'
import { type Answer, type Browser, backend, browser } from '../fixture.js'

export type NodeSdk = ReturnType<typeof initBaseAuth>

/** What a call has: the SDK, and ways to the same state without it. */
export interface World {
  readonly emulator: Emulator
  readonly sdk: NodeSdk
  /** The body of a request of the backend API that is made without the SDK. */
  ask(method: string, path: string, body?: unknown): Promise<Answer['body']>
}

/**
 * Calls one function. What it changes is then read without the SDK, and what it reads was changed without it, so that an
 * error on both sides of the SDK is seen.
 */
export type Call = (world: World) => Promise<void>

export type Calls = { readonly [Name in keyof NodeSdk]?: Call }

export const worldOf = (emulator: Emulator, sdk: NodeSdk): World => ({
  emulator,
  sdk,
  ask: async (method, path, body) => (await backend(emulator, method, path, body)).body,
})

export const { acme, globex } = PERSONA_ORGS
export const { owner, admin, member, noOrg, multiOrg } = PERSONAS

export const DAY = 86_400
export const NOW = Math.floor(Date.now() / 1000)
export const daysAgo = (days: number): number => NOW - days * DAY
export const dayAgo = (days: number): string => new Date(daysAgo(days) * 1000).toISOString().slice(0, 10)

export const idOf = (key: string): string => derivedUuid('user', key)

const activeUser = (key: string, activeDaysAgo: readonly number[]) => ({
  key,
  email: `${key}@x.test`,
  created_at: daysAgo(100),
  active_on: activeDaysAgo.map(dayAgo),
})

const joined = (daysSince: number, change: 1 | -1) => ({ change, at: daysAgo(daysSince) })

/** The personas, and what some functions need: factors, linked accounts, an employee, a role mapping, a history. */
export const WORLD_SEED: Seed = {
  ...DEFAULT_SEED,
  custom_role_mappings: { Pro: { Chief: { permissions: ['can_view_billing'] } } },
  users: [
    ...(DEFAULT_SEED.users ?? []),
    { key: 'totp', email: 'totp@x.test', mfa_secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
    { key: 'phone', email: 'phone@x.test', mfa_phones: ['+15550100'] },
    {
      key: 'linked',
      email: 'linked@x.test',
      signup_query_parameters: { source: 'news' },
      provider_tokens: { google: { access_token: 'g', refresh_token: 'r', expires_at: daysAgo(1) } },
    },
    { ...activeUser('loyal', [1, 2, 3]), invites_sent: [daysAgo(1)] },
    activeUser('back', [2, 40]),
    activeUser('lost', [20]),
  ],
  orgs: [
    ...(DEFAULT_SEED.orgs ?? []),
    { key: 'growing', name: 'Growing', members: { loyal: 'Owner' }, membership_changes: [joined(3, 1)] },
    { key: 'shrinking', name: 'Shrinking', members: { lost: 'Owner' }, membership_changes: [joined(10, -1)] },
    { key: 'waking', name: 'Waking', created_at: daysAgo(95), members: { back: 'Owner' } },
  ],
  employees: [{ key: 'support', email: 'support@company.test' }],
}

/** A browser that has sent the form of the hosted login page. */
export async function logIn({ emulator }: World, email: string, password: string): Promise<Browser> {
  const visitor = browser(emulator)
  await visitor.submit('/login', { email, password })
  return visitor
}

export const isSignedIn = async (visitor: Browser): Promise<boolean> =>
  (await visitor.get('/api/v1/refresh_token')).status === 200

export const canLogIn = async (world: World, email: string, password: string): Promise<boolean> =>
  isSignedIn(await logIn(world, email, password))
