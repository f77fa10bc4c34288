#!/usr/bin/env node
import { isErrno } from '../store/errno.js'
import { findSqlite, SQLITE_MISSING } from '../store/node-sqlite.js'
import { main } from './main.js'

// Node 22 prints a warning that node:sqlite is experimental.
process.emitWarning = new Proxy(process.emitWarning, {
  apply: (emit, self, args) =>
    /SQLite is an experimental/.test(args[0]) ? undefined : Reflect.apply(emit, self, args),
})

// A reader such as `head` may stop early.
process.stdout.on('error', (error) => {
  if (!isErrno(error, 'EPIPE')) throw error
})

// Commands need node:sqlite. They are loaded after this check.
if (findSqlite()) {
  process.exitCode = await main(process.argv.slice(2))
} else {
  process.stderr.write(`propelauth-emulator: ${SQLITE_MISSING}\n`)
  process.exitCode = 1
}
