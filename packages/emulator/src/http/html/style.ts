/**
 * The colours of the pages. Text has a contrast of at least 4.5:1, borders of controls have 3:1 (WCAG 2.2, 1.4.3 and
 * 1.4.11).
 */
export const COLORS = {
  light: {
    ink: '#1c2128',
    soft: '#59636e',
    line: '#d1d9e0',
    edge: '#7d8590',
    page: '#f6f8fa',
    card: '#ffffff',
    accent: '#4f46e5',
    'on-accent': '#ffffff',
    bad: '#b42318',
  },
  dark: {
    ink: '#e6edf3',
    soft: '#9aa6b2',
    line: '#3d444d',
    edge: '#768390',
    page: '#0d1117',
    card: '#161b22',
    accent: '#a5b4fc',
    'on-accent': '#10121a',
    bad: '#ff9b8f',
  },
} as const

const variables = (colors: Readonly<Record<string, string>>): string =>
  Object.entries(colors)
    .map(([name, color]) => `--${name}: ${color};`)
    .join(' ')

/** The style sheet of all pages. It loads no font and no image. */
export const STYLE = `
:root { color-scheme: light dark; ${variables(COLORS.light)} }
@media (prefers-color-scheme: dark) { :root { ${variables(COLORS.dark)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
main { max-width: 26rem; margin: 8vh auto 2rem; padding: 0 1rem; }
main.wide { max-width: 64rem; margin-top: 0; }
main.hosted { max-width: 48rem; margin-top: 4vh; }
nav { max-width: 64rem; margin: 0 auto; padding: 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; }
nav strong { font-size: 1.1rem; flex: 1 0 auto; }
.tabs { padding: 0; margin: 0 0 1rem; border-bottom: 1px solid var(--line); gap: .25rem 1.5rem; }
.tabs a { padding: .4rem 0; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; overflow-wrap: anywhere; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin-bottom: 1rem; overflow-x: auto; }
.card > :last-child { margin-bottom: 0; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
h3 { font-size: .95rem; margin: 1rem 0 .25rem; }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
input, select { width: 100%; padding: .55rem .7rem; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--edge); border-radius: 8px; }
input[type=checkbox], input[type=radio] { width: auto; margin: .3rem 0 0; flex: none; accent-color: var(--accent); }
fieldset { min-width: 0; margin: 1rem 0 0; padding: .25rem 1rem .75rem; border: 1px solid var(--line); border-radius: 8px; }
legend { padding: 0 .35rem; font-weight: 600; }
fieldset label { display: flex; align-items: flex-start; gap: .6rem; margin: .5rem 0 0; font-weight: 400; }
fieldset span { min-width: 0; overflow-wrap: anywhere; }
fieldset small { display: block; }
.scopes { padding-left: 1.5rem; }
.choice:has(> label > input:not(:checked)) .scopes { display: none; }
button { padding: .55rem 1rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 8px; cursor: pointer; }
form > button { margin-top: 1rem; width: 100%; }
form > button + button { margin-top: .5rem; }
.danger { color: var(--bad); background: transparent; border-color: currentColor; }
.head { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; justify-content: space-between; }
.head h1 { overflow-wrap: anywhere; min-width: 0; margin-bottom: .5rem; }
.head + p { margin-top: 0; }
main.hosted form > button { width: auto; }
.inline { display: flex; flex-wrap: wrap; gap: .35rem; align-items: center; }
.inline select { width: auto; max-width: 100%; padding: .15rem .4rem; background: var(--card); }
.inline > button { margin: 0; width: auto; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 0 1rem; }
.columns > * { min-width: 0; }
.check { display: flex; align-items: flex-start; gap: .6rem; margin: .75rem 0 0; font-weight: 400; }
.check span { min-width: 0; overflow-wrap: anywhere; }
.hint { margin: .25rem 0 0; font-size: .9rem; color: var(--soft); }
.notice { border: 1px solid var(--edge); border-left: 4px solid var(--accent); border-radius: 8px; padding: .5rem .75rem; margin: 0 0 1rem; background: var(--card); overflow-wrap: anywhere; }
.secret { display: block; padding: .75rem; border: 1px dashed var(--edge); border-radius: 8px; overflow-wrap: anywhere; user-select: all; }
.qr { display: block; width: 12rem; max-width: 100%; height: auto; margin: 0 0 1rem; border-radius: 8px; }
.codes { columns: 2; list-style: none; margin: 0; padding: 0; }
.pages { display: flex; gap: 1rem; margin: 1rem 0 0; }
.quiet { color: var(--ink); background: transparent; border-color: var(--edge); }
.personas { list-style: none; margin: 0; padding: 0; }
.personas form > button { margin: 0 0 .5rem; text-align: left; overflow-wrap: anywhere; }
.personas small { display: block; font-weight: 400; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; }
.filter > div { flex: 1 1 14rem; }
.filter > button { width: auto; margin: 0; }
.filter + table { margin-top: 1rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
small, .soft { color: var(--soft); }
.bad { color: var(--bad); }
.error { color: var(--bad); border: 1px solid currentColor; border-radius: 8px; padding: .5rem .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
table + table { margin-top: 1rem; }
tr:last-child > * { border-bottom: 0; }
td form > button { margin: 0; padding: .15rem .6rem; width: auto; font-weight: 400; white-space: nowrap; }
code, pre { font: .85rem/1.5 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
.list td, .list tbody th { overflow-wrap: anywhere; min-width: 6rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
.copy { user-select: all; }
details { margin-top: .5rem; }
summary { cursor: pointer; font-weight: 600; }
.actions { display: flex; flex-wrap: wrap; gap: .35rem; }
.list code { white-space: nowrap; }
.list code.line, code.line { display: block; white-space: normal; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails li { padding: .75rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.mails li:last-child { border-bottom: 0; padding-bottom: 0; }
.mails p { margin: 0; }
.mails code { display: block; }
footer { text-align: center; font-size: .85rem; color: var(--soft); padding: 1rem; }
@media (max-width: 60rem) {
  nav strong { flex-basis: 100%; }
  .card { padding: 1rem; }
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; padding-bottom: 0; }
  .list td, .list tbody th { min-width: 0; }
  th, td { padding: 0; border-bottom: 0; overflow-wrap: anywhere; }
  td[data-label]:empty { display: none; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
  td form { display: inline-block; margin-top: .35rem; }
  .list code { white-space: normal; }
}
`
