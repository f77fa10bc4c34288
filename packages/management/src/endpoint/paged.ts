import type { Endpoint } from './endpoint.js'

declare const types: unique symbol

/** An endpoint with pages, and the names of what chooses and fills a page. */
export interface Paged<Args extends readonly unknown[] = never, Item = unknown> {
  readonly endpoint: Endpoint<Args>
  /** The name of the list on a page. */
  readonly items: string
  /** The names of the inputs that choose a page. */
  readonly pageNumber: string
  readonly pageSize: string
  readonly [types]?: Item
}

type ItemOf<Output, Name> = Name extends keyof Output ? (Output[Name] extends (infer Item)[] ? Item : never) : never

// @__NO_SIDE_EFFECTS__
export function paged<Args extends readonly unknown[], Output, const Name extends keyof Output & string>(
  endpoint: Endpoint<Args, Output>,
  items: Name,
  pageNumber = 'pageNumber',
  pageSize = 'pageSize',
): Paged<Args, ItemOf<Output, Name>> {
  return { endpoint: endpoint as Endpoint<Args>, items, pageNumber, pageSize }
}
