/** What mutations are made of. */
export interface Material {
  /** Good tokens. */
  readonly tokens: readonly string[]
  readonly header: Readonly<Record<string, unknown>>
  readonly payloads: readonly Readonly<Record<string, unknown>>[]
  /** Unix time in seconds, about which claims are mutated. */
  readonly now: number
}
