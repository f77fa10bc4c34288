/** The changes that an emulator has acknowledged. Names and addresses are used once. */
export interface Acknowledged {
  readonly users: { readonly id: string; readonly email: string }[]
  readonly orgs: { readonly id: string; readonly name: string }[]
  readonly memberships: { readonly userId: string; readonly orgId: string }[]
  readonly apiKeys: { readonly id: string; readonly token: string; readonly name: string }[]
  readonly rotations: { readonly replaced: string; readonly token: string }[]
}

export type Kind = keyof Acknowledged

export const KINDS = ['users', 'orgs', 'memberships', 'apiKeys', 'rotations'] as const satisfies readonly Kind[]

/** A value for each kind of change. */
export const eachKind = <Value>(toValue: (kind: Kind) => Value) =>
  Object.fromEntries(KINDS.map((kind) => [kind, toValue(kind)])) as Record<Kind, Value>

export const nothingAcknowledged = (): Acknowledged => ({
  users: [],
  orgs: [],
  memberships: [],
  apiKeys: [],
  rotations: [],
})

export const countAll = (changes: Acknowledged): number =>
  KINDS.reduce((total, kind) => total + changes[kind].length, 0)

/** Adds the changes of a round to those before. */
export function addAll(total: Acknowledged, { users, orgs, memberships, apiKeys, rotations }: Acknowledged): void {
  total.users.push(...users)
  total.orgs.push(...orgs)
  total.memberships.push(...memberships)
  total.apiKeys.push(...apiKeys)
  total.rotations.push(...rotations)
}
