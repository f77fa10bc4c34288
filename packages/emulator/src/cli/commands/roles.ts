import { unknownName } from '../../seed/values/checks.js'
import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { UsageError } from '../line/usage-error.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { columns } from '../output/columns.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'

const FLAGS = {
  permission: { type: 'list', value: 'NAME', meaning: 'add, set: all its permissions; --permission= for none' },
  internal: { type: 'switch', meaning: 'add, set: of the team that runs the project; --no-internal ends it' },
  disabled: { type: 'switch', meaning: 'add, set: no member can have it; --no-disabled ends it' },
  manages: {
    type: 'list',
    value: 'ROLE',
    meaning: 'add, set: the roles whose members it manages; --manages= for none',
  },
  'manages-all': { type: 'switch', meaning: 'set: it manages members with all roles' },
  structure: { type: 'text', value: 'NAME', meaning: 'default: single_role_in_hierarchy or multi_role' },
  owner: {
    type: 'text',
    value: 'ROLE',
    meaning: 'default: of the creator of an organization; --owner= for the highest',
  },
  member: {
    type: 'text',
    value: 'ROLE',
    meaning: 'default: of members without an invitation; --member= for the lowest',
  },
  ...CONNECTION_FLAGS,
} as const

export const roles = defineCommand({
  usage: [
    'roles [list] [flags]',
    ...['add', 'set', 'remove'].map((name) => `roles ${name} ROLE [flags]`),
    'roles default [flags]',
  ],
  details: `What no flag names stays as it is. A change stays until the next reset. \`--manages\` counts with the structure
multi_role.`,
  flags: FLAGS,
  examples: [
    ['roles add Support --internal --permission can_view_billing', 'a role that members do not see'],
    ['roles set Admin --disabled', 'no member can have it any more'],
    ['roles default --member Admin', 'the role of members who join by domain'],
  ],
  async run(line) {
    const ask = toRequest(line)
    const shown = await ask(await findEmulator(line))
    return line.values.json ? printJson(shown) : printLines(roleLines(shown))
  },
})

interface Role {
  readonly permissions: readonly string[]
  readonly roles_can_manage?: readonly string[]
  readonly is_internal?: boolean
  readonly disabled?: boolean
}

interface Roles {
  readonly structure: string
  readonly definitions: Readonly<Record<string, Role>>
  readonly default_owner_role?: string
  readonly default_role?: string
}

/** `null`: all roles. */
type Edit = Partial<Omit<Role, 'roles_can_manage'>> & { readonly roles_can_manage?: readonly string[] | null }

type Request = (emulator: RunningEmulator) => Promise<Roles>

/** @throws {UsageError} */
function toRequest(line: Line<typeof FLAGS>): Request {
  const { words, values } = line
  const name = subcommand(words, ['list', 'add', 'set', 'remove', 'default'])
  atMost(words, name === 'list' || name === 'default' ? 1 : 2)
  if (name === 'list') return read
  if (name === 'default') {
    const { structure, owner, member } = values
    return change(() => ({ structure, default_owner_role: owner, default_role: member }))
  }
  const role = needed(words, 1, 'the role')
  if (name === 'set') return change(() => ({ changes: { [role]: editOf(line) } }))
  return change(({ definitions }) => ({
    definitions: name === 'add' ? added(definitions, role, editOf(line)) : without(definitions, role),
  }))
}

/** What the flags name. */
function editOf({ values, setBy }: Line<typeof FLAGS>): Edit {
  const all = (list: readonly string[]) => list.filter((item) => item !== '')
  return {
    ...(setBy('permission') ? { permissions: all(values.permission) } : {}),
    ...(setBy('internal') ? { is_internal: values.internal } : {}),
    ...(setBy('disabled') ? { disabled: values.disabled } : {}),
    ...(setBy('manages') ? { roles_can_manage: all(values.manages) } : {}),
    ...(values['manages-all'] ? { roles_can_manage: null } : {}),
  }
}

const read: Request = async ({ call }) => (await call('GET', '/roles')) as Roles

const change =
  (bodyOf: (roles: Roles) => object): Request =>
  async (emulator) =>
    (await emulator.call('POST', '/roles', bodyOf(await read(emulator)))) as Roles

/** As the lowest role. */
function added(definitions: Roles['definitions'], name: string, { roles_can_manage: managed, ...role }: Edit) {
  if (Object.hasOwn(definitions, name)) throw new UsageError(`there is a role ${JSON.stringify(name)} already`)
  return { ...definitions, [name]: { permissions: [], ...role, ...(managed ? { roles_can_manage: managed } : {}) } }
}

function without(definitions: Roles['definitions'], name: string): Roles['definitions'] {
  const entries = Object.entries(definitions)
  if (!Object.hasOwn(definitions, name)) throw new UsageError(unknownName(name, Object.keys(definitions)))
  return Object.fromEntries(entries.filter(([known]) => known !== name))
}

function roleLines({
  structure,
  definitions,
  default_owner_role: owner,
  default_role: usual,
}: Roles): readonly string[] {
  const rows = Object.entries(definitions).map(([name, role]) => [
    name,
    [role.is_internal ? 'internal' : '', role.disabled ? 'disabled' : ''].filter((tag) => tag !== '').join(', ') || '-',
    managedBy(structure, role),
    role.permissions.join(', ') || '-',
  ])
  return [`${structure}; owner ${owner ?? 'the highest role'}, default ${usual ?? 'the lowest role'}`, ...columns(rows)]
}

function managedBy(structure: string, { roles_can_manage: managed }: Role): string {
  if (structure !== 'multi_role') return 'manages itself and those below'
  return `manages ${managed === undefined ? 'all' : managed.join(', ') || 'none'}`
}
