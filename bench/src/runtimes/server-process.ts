/** A server in a process of its own. */
export interface ServerProcess {
  readonly pid: number
  readonly port: number
  /** What it has written to standard output and standard error. */
  output(): string
  hasExited(): boolean
  readonly exited: Promise<void>
  kill(): Promise<void>
}
