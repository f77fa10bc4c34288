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
    good: '#116329',
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
    good: '#7ee787',
    bad: '#ff9b8f',
  },
} as const

/** Distances, from within a control to between the parts of a page. */
export const SPACES = {
  1: '.25rem',
  2: '.5rem',
  3: '.75rem',
  4: '1rem',
  6: '1.5rem',
} as const

/** Sizes of text. */
export const SIZES = {
  small: '.875rem',
  body: '1rem',
  large: '1.125rem',
  title: '1.5rem',
} as const

const variables = (values: Readonly<Record<string, string>>, prefix = ''): string =>
  Object.entries(values)
    .map(([name, value]) => `--${prefix}${name}: ${value};`)
    .join(' ')

/** The style sheet of all pages. It loads no font and no image. */
export const STYLE = `
:root { color-scheme: light dark; ${variables(COLORS.light)} ${variables(SPACES, 'space-')} ${variables(SIZES, 'size-')} --radius: 8px; }
@media (prefers-color-scheme: dark) { :root { ${variables(COLORS.dark)} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: var(--size-body)/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
main { max-width: 26rem; margin: 8vh auto var(--space-6); padding: 0 var(--space-4); }
main.wide { max-width: 72rem; margin-top: 0; }
main.hosted { max-width: 48rem; margin-top: 4vh; }
nav { max-width: 72rem; margin: 0 auto; padding: var(--space-4); display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-2); align-items: baseline; }
nav strong { font-size: var(--size-large); flex: 1 0 100%; margin-bottom: var(--space-1); }
.menu a { padding: var(--space-1) var(--space-2); color: var(--ink); text-decoration: none; border: 1px solid transparent; border-radius: var(--radius); }
.menu a:hover { border-color: var(--line); }
.menu a[aria-current] { background: var(--card); border-color: var(--edge); font-weight: 600; }
.skip, .away { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
.skip:focus { position: static; clip-path: none; width: auto; height: auto; display: inline-block; padding: var(--space-2) var(--space-4); }
.tabs { padding: 0; margin: 0 0 var(--space-4); border-bottom: 1px solid var(--line); gap: var(--space-1) var(--space-6); }
.tabs a { padding: var(--space-2) 0; color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; overflow-wrap: anywhere; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { color: var(--ink); font-weight: 600; border-bottom-color: var(--accent); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: var(--space-6); margin-bottom: var(--space-4); overflow-x: auto; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.card > * + h2 { margin-top: var(--space-6); }
h1 { font-size: var(--size-title); margin: 0 0 var(--space-4); overflow-wrap: anywhere; }
h2 { font-size: var(--size-large); margin: 0 0 var(--space-3); overflow-wrap: anywhere; }
h3 { font-size: var(--size-body); margin: var(--space-4) 0 var(--space-1); }
label { display: block; font-weight: 600; margin: var(--space-3) 0 var(--space-1); }
input, select, textarea { width: 100%; padding: var(--space-2) var(--space-3); font: inherit; color: inherit; background: var(--page); border: 1px solid var(--edge); border-radius: var(--radius); }
textarea { font: var(--size-small)/1.5 ui-monospace, monospace; resize: vertical; }
[aria-invalid=true] { border-color: var(--bad); outline: 1px solid var(--bad); }
input[type=checkbox], input[type=radio] { width: auto; margin: var(--space-1) 0 0; flex: none; accent-color: var(--accent); }
dl { margin: 0; }
dt { font-weight: 600; margin-top: var(--space-3); }
dd { margin: 0; overflow-wrap: anywhere; }
fieldset { min-width: 0; margin: var(--space-4) 0 0; padding: var(--space-1) var(--space-4) var(--space-3); border: 1px solid var(--line); border-radius: var(--radius); }
legend { padding: 0 var(--space-2); font-weight: 600; }
fieldset label { display: flex; align-items: flex-start; gap: var(--space-2); margin: var(--space-2) 0 0; font-weight: 400; }
fieldset span { min-width: 0; overflow-wrap: anywhere; }
fieldset small { display: block; }
.scopes { padding-left: var(--space-6); }
.choice:has(> label > input:not(:checked)) .scopes { display: none; }
button { padding: var(--space-2) var(--space-4); font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: var(--radius); cursor: pointer; }
form > button { margin-top: var(--space-4); width: 100%; }
form > button + button { margin-top: var(--space-2); }
.wide form > button { width: auto; min-width: 8rem; }
.danger { color: var(--bad); background: transparent; border-color: currentColor; }
.head { display: flex; flex-wrap: wrap; gap: var(--space-1) var(--space-4); align-items: baseline; justify-content: space-between; }
.head h1 { min-width: 0; margin-bottom: var(--space-2); }
.head + p { margin-top: 0; }
main.hosted form > button { width: auto; }
.inline { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: center; }
.inline select, .inline input { width: auto; max-width: 100%; padding: var(--space-1) var(--space-2); background: var(--card); }
.inline > input { width: 8rem; }
.inline > button { margin: 0; width: auto; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); gap: 0 var(--space-4); }
.wide .columns { align-items: end; }
.columns > * { min-width: 0; }
.wide .columns.top { align-items: start; }
.wide .columns.broad { grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); align-items: start; }
.check { display: flex; align-items: flex-start; gap: var(--space-2); margin: var(--space-3) 0 0; font-weight: 400; }
.check span { min-width: 0; overflow-wrap: anywhere; }
.hint { margin: var(--space-1) 0 0; font-size: var(--size-small); color: var(--soft); }
.notice { border: 1px solid var(--edge); border-left: 4px solid var(--accent); border-radius: var(--radius); padding: var(--space-2) var(--space-3); margin: 0 0 var(--space-4); background: var(--card); overflow-wrap: anywhere; }
.secret { display: block; padding: var(--space-3); border: 1px dashed var(--edge); border-radius: var(--radius); overflow-wrap: anywhere; user-select: all; }
.qr { display: block; width: 12rem; max-width: 100%; height: auto; margin: 0 0 var(--space-4); border-radius: var(--radius); }
.codes { columns: 2; list-style: none; margin: 0; padding: 0; }
.pages { display: flex; flex-wrap: wrap; gap: var(--space-4); margin: var(--space-4) 0 0; padding: 0; }
.quiet { color: var(--ink); background: transparent; border-color: var(--edge); }
.personas { list-style: none; margin: 0; padding: 0; }
.personas form > button { margin: 0 0 var(--space-2); text-align: left; overflow-wrap: anywhere; }
.personas small { display: block; font-weight: 400; }
.filter { display: flex; flex-wrap: wrap; gap: var(--space-2); align-items: end; margin-bottom: var(--space-4); }
.filter > div { flex: 1 1 10rem; min-width: 0; }
.filter > button, .wide .filter > button { width: auto; margin: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
small, .soft { color: var(--soft); }
small { font-size: var(--size-small); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.error { color: var(--bad); border: 1px solid currentColor; border-radius: var(--radius); padding: var(--space-2) var(--space-3); overflow-wrap: anywhere; white-space: pre-line; }
.tag { display: inline-block; padding: 0 var(--space-2); border: 1px solid currentColor; border-radius: var(--radius); font-size: var(--size-small); font-weight: 400; }
table { border-collapse: collapse; width: 100%; font-size: var(--size-small); }
th, td { text-align: left; padding: var(--space-2) var(--space-3) var(--space-2) 0; border-bottom: 1px solid var(--line); vertical-align: top; }
table + table { margin-top: var(--space-4); }
tr:last-child > * { border-bottom: 0; }
td form > button, .wide td form > button { min-width: 0; margin: 0; padding: var(--space-1) var(--space-2); width: auto; font-weight: 400; white-space: nowrap; }
td form > fieldset + button, .wide td form > fieldset + button { margin-top: var(--space-3); }
code, pre { font: var(--size-small)/1.5 ui-monospace, monospace; }
code { overflow-wrap: anywhere; }
.list td, .list tbody th { overflow-wrap: anywhere; min-width: 6rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
.copy { user-select: all; padding: var(--space-2) var(--space-3); border: 1px dashed var(--edge); border-radius: var(--radius); }
details { margin-top: var(--space-2); }
details[open] > summary { margin-bottom: var(--space-2); }
summary { cursor: pointer; font-weight: 600; padding: var(--space-1) 0; }
.same { font-size: var(--size-small); margin-top: var(--space-3); }
.same > summary { font-weight: 400; color: var(--soft); }
.actions { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); align-items: center; margin-top: var(--space-4); }
.actions form > button, .wide .actions form > button { margin: 0; min-width: 0; width: auto; }
td .actions { margin: 0; gap: var(--space-2); align-items: flex-start; }
.list code { white-space: nowrap; }
.list code.line, code.line { display: block; white-space: normal; }
.list pre { white-space: pre-wrap; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails li { padding: var(--space-3) 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.mails li:last-child { border-bottom: 0; padding-bottom: 0; }
.mails p { margin: 0; }
.mails code { display: block; }
@media (min-width: 60rem) {
  .tool { display: grid; grid-template-columns: 12rem minmax(0, 64rem); grid-template-rows: 1fr auto; gap: 0 var(--space-4); justify-content: center; min-height: 100vh; }
  .tool .menu { flex-direction: column; flex-wrap: nowrap; align-items: stretch; align-self: start; position: sticky; top: 0; margin: 0; width: 100%; }
  .tool .menu strong { flex: none; padding: 0 var(--space-2); }
  .tool main { grid-column: 2; width: 100%; margin: 0; padding: var(--space-4); }
  .tool footer, .tool .skip:focus { grid-column: 1 / -1; }
  td .inline { flex-wrap: nowrap; }
}
footer { text-align: center; font-size: var(--size-small); color: var(--soft); padding: var(--space-4); }
@media (max-width: 60rem) {
  .card { padding: var(--space-4); }
  table, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: var(--space-2) 0; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; padding-bottom: 0; }
  .list td, .list tbody th { min-width: 0; }
  th, td { padding: 0; border-bottom: 0; overflow-wrap: anywhere; }
  td[data-label]:empty { display: none; }
  td[data-label]::before { content: attr(data-label) ": "; color: var(--soft); }
  td form { display: inline-block; margin-top: var(--space-1); max-width: 100%; }
  .list code { white-space: normal; }
}
`
