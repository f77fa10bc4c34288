/** The docs page: Swagger UI for the document of this app. */
export const docsPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>API</title>
    <link rel="stylesheet" href="/swagger-ui/swagger-ui.css">
    <link rel="icon" href="/swagger-ui/favicon-32x32.png">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/swagger-ui/swagger-ui-bundle.js"></script>
    <script>
      const dark = matchMedia('(prefers-color-scheme: dark)')
      const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
      dark.addEventListener('change', follow)
      follow()
      SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', docExpansion: 'full', tryItOutEnabled: true })
    </script>
  </body>
</html>
`
