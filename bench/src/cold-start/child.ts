import { pathToFileURL } from 'node:url'
import type { Subject } from '../subjects/subject.ts'
import type { Issuer, Sample } from '../tokens/token-set.ts'

export interface ColdStartJob {
  readonly file: string
  readonly name: string
  readonly issuer: Issuer
  readonly sample: Sample
}

const { file, name, issuer, sample } = JSON.parse(process.argv[2] ?? '') as ColdStartJob
// Made before the clock starts: Node loads its Fetch classes at their first use.
const request = new Request('https://api.example.com/', { headers: { authorization: `Bearer ${sample.token}` } })

const startedAt = performance.now()
const module: Record<string, Subject | undefined> = await import(pathToFileURL(file).href)
const subject = Object.values(module).find((found) => found?.name === name)
const verifier = await subject?.createVerifier(issuer)
const userId = await verifier?.verify(request)
const elapsed = performance.now() - startedAt

if (userId !== sample.userId) throw new Error(`found ${userId}`)
console.log(elapsed)
