import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { columns } from '../output/columns.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'
import { LIST_FLAGS, listQuery } from '../running/list-flags.js'

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
  async run(line) {
    const { list, request } = toRequest(line)
    const emulator = await findEmulator(line)
    const answer = await request(emulator)
    return line.values.json || !list ? printJson(answer) : printLines(userLines(answer as UserList))
  },
})

interface Request {
  readonly list: boolean
  readonly request: (emulator: RunningEmulator) => Promise<unknown>
}

function toRequest(line: Line<typeof FLAGS>): Request {
  const { words, values } = line
  const name = subcommand(words, ['list', 'show', 'create'])
  atMost(words, name === 'list' ? 1 : 2)
  if (name === 'list') {
    const query = listQuery(line)
    return { list: true, request: ({ call }) => call('GET', `/users?${query}`) }
  }
  if (name === 'show') {
    const user = encodeURIComponent(needed(words, 1, 'the user to show'))
    return { list: false, request: ({ call }) => call('GET', `/users/${user}`) }
  }
  const { password, key, username, org, role, unconfirmed } = values
  const names = { firstName: values['first-name'], lastName: values['last-name'], username }
  const email = needed(words, 1, 'the email address of the new user')
  const user = { email, password, key, ...names, org, role, emailConfirmed: !unconfirmed }
  return { list: false, request: ({ call }) => call('POST', '/users', user) }
}

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
