import { html } from 'hono/html'
import { hasSecondFactor } from '../../../domain/users/second-factor.js'
import type { User } from '../../../domain/users/user-lookup.js'
import type { Html } from '../../html/page.js'

/** What is special about the user's account. */
export function userTags(user: User): Html {
  const bad = [
    user.enabled === 0 ? 'disabled' : '',
    user.locked === 1 ? 'locked' : '',
    user.email_confirmed === 0 ? 'unconfirmed' : '',
  ].filter((tag) => tag !== '')
  return html`${bad.map((tag) => html` <span class="tag bad">${tag}</span>`)}${hasSecondFactor(user) ? html` <span class="tag">two-factor</span>` : ''}`
}

export const fullName = ({ first_name, last_name }: User): string => [first_name, last_name].filter(Boolean).join(' ')
