import { app } from '../src/h3.ts'
import { describeGuards } from './describe-guards.ts'
import { serveFetch } from './serve.ts'

describeGuards(await serveFetch((request) => app.fetch(request)), { cors: '*' })
