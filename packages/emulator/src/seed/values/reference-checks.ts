import type { Seed } from '../seed.js'
import { type Path, type Problem, unknownName } from './checks.js'

export const keysOf = (items: readonly { readonly key: string }[]): readonly string[] => items.map(({ key }) => key)

export const idsOf = (items: readonly { readonly id?: string }[]): readonly (string | undefined)[] =>
  items.map(({ id }) => id)

/** What other entries refer to. Sets, because a seed may have thousands of users. */
export interface KnownKeys {
  readonly users: ReadonlySet<string>
  readonly orgs: ReadonlySet<string>
}

export const knownKeys = ({ users = [], orgs = [] }: Seed): KnownKeys => ({
  users: new Set(keysOf(users)),
  orgs: new Set(keysOf(orgs)),
})

export const knownOr = (known: ReadonlySet<string>, name: string, path: Path): readonly Problem[] =>
  known.has(name) ? [] : [{ path, message: unknownName(name, [...known]) }]
