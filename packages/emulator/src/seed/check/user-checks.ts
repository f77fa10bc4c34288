import { isDate } from '../../domain/insights/periods.js'
import { isImportableHash } from '../../domain/users/imported-hashes.js'
import { isOwnHash } from '../../domain/users/passwords.js'
import { isTotpSecret } from '../../domain/users/totp.js'
import type { SeedUser } from '../seed.js'
import {
  flag,
  listOf,
  matching,
  number,
  object,
  type Path,
  type Problem,
  record,
  text,
  textThat,
  time,
} from '../values/checks.js'
import { providerTokens } from './login-checks.js'

export const uuid = matching(
  'a lower-case v4 UUID',
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
)
export const email = matching('an email address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/)
const date = textThat('a day as YYYY-MM-DD', isDate)

const passwordHash = textThat('a bcrypt, argon2 or PBKDF2 hash', (hash) => isImportableHash(hash) || isOwnHash(hash))
const totpSecret = textThat('a base32 secret of at least 16 characters', isTotpSecret)
const phoneNumber = matching('a phone number such as +15550100', /^\+\d{4,15}$/)

export const user = record(
  {
    key: text,
    id: uuid,
    email,
    password: text,
    password_hash: passwordHash,
    mfa_secret: totpSecret,
    mfa_backup_codes: listOf(text),
    mfa_phones: listOf(phoneNumber),
    email_confirmed: flag,
    username: text,
    first_name: text,
    last_name: text,
    picture_url: text,
    properties: object,
    metadata: object,
    enabled: flag,
    locked: flag,
    locked_until: time,
    failed_logins: number,
    update_password_required: flag,
    password_set_at: time,
    password_history: listOf(passwordHash),
    signup_query_parameters: object,
    can_create_orgs: flag,
    legacy_user_id: text,
    provider_tokens: providerTokens,
    created_at: time,
    last_active_at: time,
    active_on: listOf(date),
    invites_sent: listOf(time),
  },
  ['key', 'email'],
)

/** The service knows one kind of second factor for a user. */
export const secondFactorProblems = ({ mfa_secret, mfa_phones = [] }: SeedUser, path: Path): readonly Problem[] =>
  mfa_secret !== undefined && mfa_phones.length > 0
    ? [{ path: [...path, 'mfa_phones'], message: 'cannot be combined with mfa_secret' }]
    : []
