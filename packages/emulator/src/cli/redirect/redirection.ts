/** What the preload has to know. */
export interface Redirection {
  readonly authUrl: string
  readonly hosts: readonly string[]
  /** Where the emulator answers to the hosts, with TLS. */
  readonly port: number
  /** A file with the authority of its certificate. */
  readonly authorityFile: string
}

const VARIABLE = 'PROPELAUTH_EMULATOR_REDIRECT'

/** Lets Node and Bun load the script, also in processes and threads that they start. */
export function preloadVariables(
  script: string,
  redirection: Redirection,
  env: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  return {
    [VARIABLE]: JSON.stringify(redirection),
    NODE_OPTIONS: withOption(env.NODE_OPTIONS, `--require=${script}`),
    BUN_OPTIONS: withOption(env.BUN_OPTIONS, `--preload=${script}`),
  }
}

/** Both read an option with spaces in quotes. */
const withOption = (options: string | undefined, option: string): string =>
  [options, option.includes(' ') ? JSON.stringify(option) : option].filter(Boolean).join(' ')

/** Undefined where a program has removed the variable, but not the option. */
export function readRedirection(env: NodeJS.ProcessEnv): Redirection | undefined {
  const text = env[VARIABLE]
  return text === undefined ? undefined : (JSON.parse(text) as Redirection)
}
