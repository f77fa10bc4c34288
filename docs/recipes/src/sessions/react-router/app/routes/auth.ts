/** The middleware of the root route answers its requests. React Router runs it for paths that have a route. */
export const loader = () => new Response(null, { status: 404 })

export const action = loader
