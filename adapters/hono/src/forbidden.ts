/**
 * Guards carry under this symbol the codes of the 403 that their options allow, `[]` for none. A middleware without it
 * may answer any. Registered, so that two bundled copies of this package understand each other.
 */
export const forbiddenCodes = /* @__PURE__ */ Symbol.for('@propelauth-edge/hono/forbiddenCodes')

const roles = { minimumRole: 'insufficient_role', exactRole: 'insufficient_role' }
const permissions = { permission: 'insufficient_permission', permissions: 'insufficient_permission' }
const guardOptions = { denyImpersonation: 'impersonation_denied', tokenFrom: 'cross_site_request' }
const codeOfOption: Readonly<Record<string, string>> = { ...roles, ...permissions, ...guardOptions }

/** The codes of the 403 that a guard can answer: with any options, and because of these options. */
export function forbiddenBy(options: object = {}, always: readonly string[] = []) {
  const codes = Object.entries(options).flatMap(([name, value]) => (value && codeOfOption[name]) || [])
  return { [forbiddenCodes]: [...always, ...new Set(codes)] }
}
