/** Packages are JavaScript. Those of users are in node_modules, where Playwright compiles nothing. */
export const build = { external: ['**/packages/*/dist/**'] }
