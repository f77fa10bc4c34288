import { app } from '../src/elysia.ts'

app.listen(0, ({ port }) => console.log(port))
