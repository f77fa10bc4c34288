import type { ManagementClient } from '../../src/client.js'
import type { Operation, WireResult } from '../../src/contract.js'

type Arguments<Name extends Operation> = ManagementClient[Name] extends (...args: infer Args) => unknown ? Args : never

export interface Sample<Name extends Operation> {
  /** Argument lists, without the options at the end. */
  readonly calls: readonly Arguments<Name>[]
  /** A body of a 2xx; `undefined` where the client ignores it. */
  readonly result: WireResult<Name> | undefined
}

export type Samples = { readonly [Name in Operation]: Sample<Name> }

export const userId = '3822d38a-9a37-4af6-a627-06dd1dbe1c78'
export const orgId = '14824461-43b7-4f9b-8e1b-a0f2e5717cd7'
export const apiKeyId = '0123456789abcdef0123456789abcdef'

/** Keys that must not be renamed: of both spellings, of prototypes, empty. */
export const userData = JSON.parse(
  '{"favorite_color":"blue","camelCase":1,"__proto__":{"polluted":true},"constructor":2,"user_id":"x","":[{"deep_key":null}]}',
) as { [key: string]: unknown }

export const page = { current_page: 2, page_size: 10, has_more_results: true }
export const pagination = { pageSize: 7, pageNumber: 3 }
export const onUser: { calls: [userId: string][]; result: undefined } = { calls: [[userId]], result: undefined }
export const onOrg: { calls: [orgId: string][]; result: undefined } = { calls: [[orgId]], result: undefined }
