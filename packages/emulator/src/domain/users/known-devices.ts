import { TEN_YEARS_SECONDS } from '../../values/clock.js'
import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { createOneTimeToken, peekOneTimeToken } from './one-time-tokens.js'

/** A browser that needs no second factor for a user, and for how long. */
export interface KnownDevice {
  readonly token: string
  readonly lifetimeSeconds: number
}

export function rememberDevice(project: Project, userId: string): KnownDevice {
  const lifetimeSeconds = Math.min(readSettings(project).remember_device_days * 86_400, TEN_YEARS_SECONDS)
  const token = createOneTimeToken(project, {
    purpose: 'known_device',
    userId,
    lifetimeSeconds,
    singleUse: false,
    data: {},
  })
  return { token, lifetimeSeconds }
}

export const isKnownDevice = (project: Project, userId: string, token: string): boolean =>
  readSettings(project).remember_device_days > 0 && peekOneTimeToken(project, 'known_device', token)?.userId === userId

/** The next login of the user needs the second factor in every browser. */
export function forgetDevices(project: Project, userId: string): void {
  project.db.run("DELETE FROM one_time_tokens WHERE purpose = 'known_device' AND user_id = ?", userId)
}
