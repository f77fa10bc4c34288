/**
 * How a fact about the service is known. `recorded`: from the code of an official SDK, which a test runs, or from a recorded
 * answer of the service. `documented`: from its public documents.
 */
export type Source = 'recorded' | 'documented'

/** What docs/emulator-fidelity.md says about a function or a page. */
export interface Fidelity {
  /** How the addresses, the fields of the request and those of the answer are known. `assumed`: from no source. */
  readonly from: readonly [Source, ...Source[]] | readonly ['assumed']
  /** What the emulator decides beyond that. */
  readonly assumed?: string
  /** The answer is the same for every state of the project. */
  readonly fixed?: true
}

/** Routes with one purpose. */
export interface RouteFidelity extends Fidelity {
  readonly title: string
  /** The functions of official SDKs that lead here. */
  readonly calls?: readonly string[]
  /** Such as `GET /login`, with `:name` for a part of the path. */
  readonly routes: readonly string[]
}
