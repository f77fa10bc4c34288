import { fetchApp } from '../apps/index.ts'

export default { fetch: fetchApp }
