import { createRequire } from "node:module";
import { dirname } from "node:path";
import type { OpenAPI } from "@orpc/openapi";
import express, { Router } from "express";

// The package's own entry loads all of Swagger UI, which is for browsers: 20 MB of memory that nothing here uses.
const assets = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Sluice API</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/api/docs/assets/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/docs/assets/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

// A signed-in person can try calls out: the session's CSRF token is fetched once and sent along.
const start = `let csrf;
window.ui = SwaggerUIBundle({
  url: "/api/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  requestInterceptor: async (request) => {
    if (["GET", "HEAD"].includes((request.method || "GET").toUpperCase()) || request.headers.authorization) return request;
    csrf ??= await fetch("/api/v1/session").then(async (answer) => (answer.ok ? (await answer.json()).csrf : undefined));
    if (csrf) request.headers["x-sluice-csrf"] = csrf;
    return request;
  },
});
`;

/**
 * `/api/openapi.json` and the readable page at `/api/docs`, all of it served from here. The document is made when
 * somebody asks for it first: it would take a tenth of the time that a server needs to start.
 */
export function createDocsPage(makeOpenApi: () => Promise<OpenAPI.Document>): Router {
  const router = Router();
  let openApi: Promise<OpenAPI.Document> | undefined;
  router.get("/openapi.json", async (_request, response) => {
    openApi ??= makeOpenApi();
    response.json(await openApi);
  });
  router.get("/docs", (_request, response) => {
    response.type("html").send(page);
  });
  router.get("/docs/start.js", (_request, response) => {
    response.type("js").send(start);
  });
  router.use("/docs/assets", express.static(assets, { index: false, maxAge: "1d" }));
  return router;
}
