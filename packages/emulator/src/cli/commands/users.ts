import { defineCommand } from '../line/command.js'
import { columns } from '../output/columns.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { LIST_FLAGS } from '../running/list-flags.js'
import { runRecords } from '../running/run-records.js'

const FLAGS = {
  ...LIST_FLAGS,
  password: { type: 'text', value: 'TEXT', meaning: 'create: a password', otherwise: 'none' },
  key: { type: 'text', value: 'KEY', meaning: 'create: a short name for other commands' },
  username: { type: 'text', value: 'NAME', meaning: 'create: a user name' },
  'first-name': { type: 'text', value: 'NAME', meaning: 'create: the first name' },
  'last-name': { type: 'text', value: 'NAME', meaning: 'create: the last name' },
  org: { type: 'text', value: 'ORG', meaning: 'create: an organization to join, by key or id' },
  role: { type: 'text', value: 'ROLE', meaning: 'create: the role there', otherwise: 'the lowest' },
  unconfirmed: { type: 'switch', meaning: 'create: the address has to be confirmed first' },
  ...CONNECTION_FLAGS,
} as const

export const users = defineCommand({
  usage: ['users [list] [flags]', 'users show USER [flags]', 'users create EMAIL [flags]'],
  details: 'USER is a key of the seed, an email address or an id.',
  flags: FLAGS,
  examples: [
    ['users', 'everyone who can log in'],
    ['users create eve@acme.test --password "long enough" --org acme --role Admin', 'another admin of Acme'],
    ['users show owner', 'all fields, as the backend API has them'],
  ],
  run: (line) => {
    const { password, key, username, org, role, unconfirmed } = line.values
    const names = { firstName: line.values['first-name'], lastName: line.values['last-name'], username }
    return runRecords<UserList>(line, {
      path: '/users',
      shown: 'the user to show',
      created: 'the email address of the new user',
      toBody: (email) => ({ email, password, key, ...names, org, role, emailConfirmed: !unconfirmed }),
      toLines: userLines,
    })
  },
})

interface UserList {
  readonly users: readonly {
    readonly key: string | null
    readonly user_id: string
    readonly email: string
    readonly enabled: boolean
    readonly locked: boolean
    readonly org_id_to_org_info: Readonly<Record<string, { readonly org_name: string; readonly user_role: string }>>
  }[]
  readonly total: number
}

function userLines({ users, total }: UserList): readonly string[] {
  if (total === 0) return ['no users']
  const rows = users.map((user) => {
    const orgs = Object.values(user.org_id_to_org_info).map((org) => `${org.org_name}: ${org.user_role}`)
    const state = [user.enabled ? '' : 'disabled', user.locked ? 'locked' : ''].filter(Boolean)
    return [user.key ?? '-', user.email, user.user_id, [...orgs, ...state].join(', ')]
  })
  return [...columns(rows), ...(total > users.length ? [`${users.length} of ${total} users, see --limit`] : [])]
}
