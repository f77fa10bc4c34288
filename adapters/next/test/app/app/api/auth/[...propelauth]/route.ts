export { GET, POST } from '../../../../sessions'
