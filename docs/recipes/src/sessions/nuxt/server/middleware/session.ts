export default defineEventHandler(async (event) => {
  const answer = event.path.startsWith('/api/auth/') && (await sessions.handler(toWebRequest(event), event))
  if (answer) return answer
  event.context.session = await sessions.getSession(event, event)
  addSession(event)
})
