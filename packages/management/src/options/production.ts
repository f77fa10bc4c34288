interface Globals {
  readonly process?: { readonly env?: { readonly NODE_ENV?: string } }
}

/** Whether the process declares itself to be production. The one place where this package looks at its runtime. */
export function isProduction(): boolean {
  try {
    return (globalThis as Globals).process?.env?.NODE_ENV === 'production'
  } catch {
    // Deno without permission to read the environment.
    return false
  }
}
