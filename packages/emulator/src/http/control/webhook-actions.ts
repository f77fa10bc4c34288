import type { Webhooks } from '../../delivery/webhooks.js'
import { formText } from '../html/form.js'

type Form = Readonly<Record<string, unknown>>

type Action = (webhooks: Webhooks, form: Form) => void

/** The forms of the pages, by their field `action`. */
const ACTIONS: Readonly<Record<string, Action>> = {
  add: (webhooks, form) => {
    const events = formText(form, 'events')
      .split(/[\s,]+/)
      .filter((pattern) => pattern !== '')
    webhooks.addEndpoint({
      url: formText(form, 'url').trim(),
      secret: formText(form, 'secret').trim() || undefined,
      events,
    })
  },
  enable: (webhooks, form) => webhooks.changeEndpoint(formText(form, 'endpoint'), { enabled: true }),
  disable: (webhooks, form) => webhooks.changeEndpoint(formText(form, 'endpoint'), { enabled: false }),
  rotate: (webhooks, form) => webhooks.rotateSecret(formText(form, 'endpoint')),
  remove: (webhooks, form) => webhooks.removeEndpoint(formText(form, 'endpoint')),
  send: (webhooks, form) =>
    webhooks.send({ type: formText(form, 'type'), endpoint: formText(form, 'endpoint') || undefined }),
  replay: (webhooks, form) => webhooks.replay(formText(form, 'delivery')),
}

/** Does what a form asks for. An unknown action does nothing. @throws {ServiceError} */
export function runWebhookAction(webhooks: Webhooks, form: Form): void {
  const action = formText(form, 'action')
  if (Object.hasOwn(ACTIONS, action)) ACTIONS[action]?.(webhooks, form)
}
