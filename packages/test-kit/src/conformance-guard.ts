import type { ConformanceRoute } from '@propelauth-edge/core/testing'

type OptionsOf<Guard extends ConformanceRoute['guard']> = Extract<ConformanceRoute, { guard: Guard }>['options']

/** The guards of a package whose guards are middlewares. */
interface Guards<Middleware> {
  requireUser(options: OptionsOf<'requireUser'>): Middleware
  optionalUser(options: OptionsOf<'optionalUser'>): Middleware
  requireOrgMember(options: OptionsOf<'requireOrgMember'>): Middleware
}

/** The middleware that guards a route of the conformance app. */
export function guardOf<Middleware>(guards: Guards<Middleware>, { guard, options }: ConformanceRoute): Middleware {
  switch (guard) {
    case 'requireUser':
      return guards.requireUser(options)
    case 'optionalUser':
      return guards.optionalUser(options)
    case 'requireOrgMember':
      return guards.requireOrgMember(options)
  }
}
