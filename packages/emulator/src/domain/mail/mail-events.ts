import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import type { WebhookMail } from '../project/webhook-settings.js'
import { recordEvent } from '../webhooks/record-event.js'

/** Records a message to a user as an event, if the project lets the app send such messages. */
export function recordMail(project: Project, mail: WebhookMail, fields: Readonly<Record<string, string>>): void {
  if (readSettings(project).webhook_mails.includes(mail)) recordEvent(project, `email.${mail}`, fields)
}
