// One chunk of the bundle: the fewer files a start loads, the faster it is.
export { exec } from './exec.js'
export { start } from './start.js'
