/** The docs page: Swagger UI over the document of this app. */
export const docsPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>API</title>
    <link rel="stylesheet" href="/swagger-ui/swagger-ui.css">
    <link rel="icon" href="/swagger-ui/favicon-32x32.png">
  </head>
  <body>
    <div id="docs"></div>
    <script src="/swagger-ui/swagger-ui-bundle.js"></script>
    <script>
      SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', docExpansion: 'full', tryItOutEnabled: true })
    </script>
  </body>
</html>
`
