import { existsSync } from "node:fs";
import { join } from "node:path";
import express, { Router } from "express";

const notBuilt = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sluice</title>
<p>The editor has not been built. Run <code>npm start</code>, which builds it, or use the API: <a href="/api/docs">/api/docs</a>.</p>
<p lang="fr">L’éditeur n’est pas construit. Lancez <code>npm start</code>, qui le construit, ou utilisez l’API : <a href="/api/docs">/api/docs</a>.</p>
</html>`;

/**
 * The editor: files whose names carry a hash may be kept for ever, the page itself is asked for anew each time. Every
 * path that is no file is the page: the editor has its own routes.
 */
export function createEditorFiles(folder: string): Router {
  const router = Router();
  const page = join(folder, "index.html");
  router.use(
    express.static(folder, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => {
        const hashed = path.startsWith(join(folder, "assets"));
        response.setHeader("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    }),
  );
  router.get(/^/, (request, response, next) => {
    if (/\.[a-z0-9]+$/i.test(request.path) || !request.accepts("html")) return next();
    response.setHeader("cache-control", "no-cache");
    if (!existsSync(page)) return response.status(503).type("html").send(notBuilt);
    return response.sendFile(page);
  });
  return router;
}
