import type { Context } from 'hono'
import { html } from 'hono/html'
import type { Project } from '../../../domain/project/project.js'
import { type Html, page } from '../../html/page.js'
import { section } from '../../html/section.js'
import { buttonForm } from './inputs.js'
import { message, statusOf } from './messages.js'
import type { Action, Form, Refused } from './tool-page.js'

/** The page of one user, one organization and so on. */
export interface DetailFrame {
  readonly list: { readonly path: string; readonly title: string }
  readonly title: string
  /** Default: the title. */
  readonly heading?: Html
  /** A sentence for each form of the page. */
  readonly done: Readonly<Record<string, string>>
  readonly content: Html
  readonly formTarget?: string | undefined
}

/** A page with the way back to its list. */
export function detailFrame(
  c: Context,
  refused: Refused | undefined,
  { list, title, heading, done, content, formTarget }: DetailFrame,
): Response | Promise<Response> {
  return page(
    c,
    { title, tool: true, status: statusOf(refused), formTarget },
    html`<p><a href="${list.path}">${list.title}</a></p>
<h1>${heading ?? title}</h1>
${message(c, refused, done)}
${content}`,
  )
}

type OnSubject<Subject, Result> = (project: Project, subject: Subject, form: Form) => Result

/** The forms of a page about one subject, by their field `action`. Each throws a `ServiceError` if it is refused. */
export interface SubjectForms<Subject> {
  /** After these, the page is shown again. */
  readonly stay: Readonly<Record<string, OnSubject<Subject, void>>>
  /** These return the path of another page. */
  readonly leave: Readonly<Record<string, OnSubject<Subject, string>>>
}

export function subjectActions<Subject>(
  project: Project,
  subjectOf: (c: Context) => Subject,
  { stay, leave }: SubjectForms<Subject>,
): Readonly<Record<string, Action>> {
  const staying = Object.entries(stay).map(([name, act]): [string, Action] => [
    name,
    (form, c) => {
      act(project, subjectOf(c), form)
      return undefined
    },
  ])
  const leaving = Object.entries(leave).map(([name, act]): [string, Action] => [
    name,
    (form, c) => act(project, subjectOf(c), form),
  ])
  return Object.fromEntries([...staying, ...leaving])
}

export interface Deletion {
  readonly target: string
  /** Within a sentence. */
  readonly one: string
  readonly name: string
  /** What is deleted with it. */
  readonly with: string
  /** Calls that do the same. */
  readonly same: Html
}

/** The deletion, behind a second click. */
export const deletion = ({ target, one, name, with: others, same }: Deletion): Html =>
  section(
    'deletion',
    `Delete the ${one}`,
    html`<details>
<summary>Delete ${name}</summary>
<p>${others} are deleted, too. There is no way back but a reset.</p>
${buttonForm({ target, action: 'delete', label: 'Delete', name, danger: true })}
</details>
${same}`,
  )
