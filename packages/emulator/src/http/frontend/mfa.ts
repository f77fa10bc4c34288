import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { disableMfa, enableMfa, mfaStatus } from '../../domain/self-service/own-mfa.js'
import type { User } from '../../domain/users/user-lookup.js'
import { forUser, readFields } from './caller.js'
import { qrPng } from './qr-png.js'

/** The second factor of the user. */
export function mfaRoutes(project: Project): Hono {
  return new Hono()
    .post(
      '/security_status',
      forUser(project, (user) => statusAnswer(project, user)),
    )
    .post(
      '/mfa_enable',
      forUser(project, async (user, c) => {
        const fields = await readFields(c)
        const code = fields.requiredText('code')
        fields.check()
        enableMfa(project, user, code)
      }),
    )
    .post(
      '/mfa_disable',
      forUser(project, (user) => disableMfa(project, user)),
    )
}

function statusAnswer(project: Project, user: User) {
  const status = mfaStatus(project, user)
  return status.enabled
    ? { type: 'Enabled', mfa_enabled: true, backup_codes: status.backupCodes }
    : { type: 'Disabled', mfa_enabled: false, new_secret: status.secret, new_qr: qrPng(status.uri) }
}
