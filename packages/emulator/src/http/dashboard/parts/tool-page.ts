import type { Context, Hono } from 'hono'
import { ServiceError } from '../../../domain/project/service-error.js'
import { wantsPage } from '../../html/accept.js'
import { formText } from '../../html/form.js'
import { ownAddress } from '../../html/page-address.js'

/** A submitted form. Fields with several values are lists. */
export type Form = Readonly<Record<string, unknown>>

/** A form that was refused: what was entered, and why. The page shows both. */
export interface Refused {
  readonly action: string
  readonly form: Form
  readonly error: ServiceError
}

/** Does what a form asks for. Returns the path to show next, by default the page with its filter. */
export type Action = (form: Form, c: Context) => string | undefined | Promise<string | undefined>

export interface ToolPage {
  readonly path: string
  /** The address is part of the control API as well. Only browsers get the page. Default false. */
  readonly shared?: boolean
  render(c: Context, refused?: Refused): Response | Promise<Response>
  /** The forms of the page, by their field `action`. */
  readonly actions?: Readonly<Record<string, Action>>
}

/** Adds a page of the dashboard with its forms. */
export function addToolPage(routes: Hono, page: ToolPage): void {
  const { path, shared = false, render } = page
  routes.get(path, (c, next) => {
    if (shared) c.header('Vary', 'Accept', { append: true })
    return shared && !wantsPage(c) ? next() : render(c)
  })
  if (page.actions === undefined) return
  routes.post(path, (c, next) => (shared && !wantsPage(c) ? next() : answerForm(c, page)))
}

async function answerForm(c: Context, { actions = {}, render }: ToolPage): Promise<Response> {
  const form = await c.req.parseBody({ all: true })
  const name = formText(form, 'action')
  try {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) throw new ServiceError('bad_request', 'The page has no such form.')
    return c.redirect((await action(form, c)) ?? ownAddress(c, { done: name }), 303)
  } catch (error) {
    if (error instanceof ServiceError) return render(c, { action: name, form, error })
    throw error
  }
}
