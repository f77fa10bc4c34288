/** The result of one check. A `fail` keeps the emulator from starting or from being reached. */
export interface Check {
  readonly level: 'ok' | 'warn' | 'fail'
  readonly name: string
  readonly text: string
}

export const ok = (name: string, text: string): Check => ({ level: 'ok', name, text })
export const warning = (name: string, text: string): Check => ({ level: 'warn', name, text })
export const failure = (name: string, text: string): Check => ({ level: 'fail', name, text })
