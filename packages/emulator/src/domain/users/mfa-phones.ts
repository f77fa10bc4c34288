import { derivedUuid } from '../../values/ids.js'
import type { Project } from '../project/project.js'
import { userNotFound } from '../project/service-error.js'
import type { User } from './user-lookup.js'

/** A phone that gets codes by SMS, as the `users` table keeps it. */
export interface MfaPhone {
  readonly mfa_phone_id: string
  readonly number: string
}

export const phonesOf = (user: User): readonly MfaPhone[] => JSON.parse(user.mfa_phones) as MfaPhone[]

/** Replaces the phones. The ids are derived from the numbers. @throws {ServiceError} `user_not_found` */
export function setMfaPhones(project: Project, userId: string, numbers: readonly string[]): void {
  const phones = numbers.map((number) => ({ mfa_phone_id: derivedUuid('mfa_phone', `${userId} ${number}`), number }))
  const changed = project.db.run('UPDATE users SET mfa_phones = ? WHERE user_id = ?', JSON.stringify(phones), userId)
  if (changed === 0) throw userNotFound()
}
