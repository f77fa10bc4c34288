#!/usr/bin/env node
// Older versions have no node:sqlite and would end in a riddle, so the rest is loaded after a look at the version.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`propelauth-emulator: Node 22.13 or newer is needed, this is ${process.version}\n`)
  process.exitCode = 1
} else {
  const { main } = await import('./cli/main.js')
  process.exitCode = await main(process.argv.slice(2))
}

export {}
