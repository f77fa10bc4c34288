/** The whole look of the emulator's pages. No font, image or script is loaded. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2128; --soft: #59636e; --line: #d1d9e0; --page: #f6f8fa; --card: #fff; --accent: #4f46e5; --on-accent: #fff; --bad: #b42318; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa6b2; --line: #3d444d; --page: #0d1117; --card: #161b22; --accent: #a5b4fc; --on-accent: #10121a; --bad: #ff9b8f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 26rem; margin: 8vh auto 2rem; padding: 0 1rem; }
main.wide { max-width: 64rem; margin-top: 3vh; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin-bottom: 1rem; overflow-x: auto; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
label { display: block; font-weight: 600; margin: .75rem 0 .25rem; }
input, select { width: 100%; padding: .55rem .7rem; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--line); border-radius: 8px; }
button { padding: .55rem 1rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid transparent; border-radius: 8px; cursor: pointer; }
form > button { margin-top: 1rem; width: 100%; }
.personas { list-style: none; margin: 0; padding: 0; }
.personas form > button { margin: 0 0 .5rem; color: var(--ink); background: transparent; border-color: var(--line); text-align: left; }
.personas small { display: block; font-weight: 400; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
small, .soft { color: var(--soft); }
.error { color: var(--bad); border: 1px solid currentColor; border-radius: 8px; padding: .5rem .75rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
code, pre { font: .85rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; margin: 0; }
footer { text-align: center; font-size: .85rem; color: var(--soft); padding: 1rem; }
`
