// Login, callback, logout and the session for scripts.
export { GET, POST } from '../../../../auth'
