/** Lets Ruby load the script, also in processes that it starts. Ruby cannot read a path with white space there. */
export const rubyVariables = (script: string, { RUBYOPT }: NodeJS.ProcessEnv): Readonly<Record<string, string>> =>
  /\s/.test(script) ? {} : { RUBYOPT: [RUBYOPT, `-r${script}`].filter(Boolean).join(' ') }
