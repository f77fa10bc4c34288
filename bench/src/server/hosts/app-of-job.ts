import process from 'node:process'
import { loadLibraries } from '../../subjects/library.ts'
import { createApp, type ServerJob } from '../app.ts'

const { 2: text = '' } = process.argv
const job: ServerJob = JSON.parse(text)

/** The app of the job on the command line. */
export const app = await createApp(job, await loadLibraries(job.library ? [job.library] : []))
