/** What came back over the wire; `reset` if the client itself has gone, as it was meant to. */
export type Answer =
  | {
      readonly outcome: 'answered'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
      readonly millis: number
    }
  | { readonly outcome: 'reset' }
  | { readonly outcome: 'hung' }
  | { readonly outcome: 'broken'; readonly reason: string }

export interface Question {
  readonly path: string
  readonly authorization: string
  /** Resets the connection after so many milliseconds. */
  readonly resetAfterMs?: number | undefined
}
