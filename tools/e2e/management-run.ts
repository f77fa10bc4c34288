// The scenario as a program, for runtimes that have a command line.
import process from 'node:process'
import { scenario } from './management-scenario.ts'

console.log(JSON.stringify(await scenario(JSON.parse(process.argv[2] ?? '{}'))))
