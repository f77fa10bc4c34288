// Once more when the answer is sent: another request may have ended the session in the meantime.
export default defineNitroPlugin(({ hooks }) => hooks.hook('beforeResponse', addSession))
