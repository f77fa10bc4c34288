/** What the client uses of the global scope of a page. Another page can be given in tests. */
export type Page = Pick<
  typeof globalThis,
  | 'Date'
  | 'Request'
  | 'addEventListener'
  | 'clearTimeout'
  | 'document'
  | 'fetch'
  | 'localStorage'
  | 'location'
  | 'queueMicrotask'
  | 'setTimeout'
> & { readonly BroadcastChannel?: typeof BroadcastChannel }
