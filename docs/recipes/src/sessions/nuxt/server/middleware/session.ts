export default defineEventHandler(async (event) => {
  const isOfSession = event.path.startsWith('/api/auth/')
  const answer = isOfSession && (await sessions.handler(toWebRequest(event), event))
  if (answer) return answer
  event.context.session = await sessions.getSession(event, event)
  addSession(event)
})
