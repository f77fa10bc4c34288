// The proxy does not run here.
export { default } from '../protected/page'
