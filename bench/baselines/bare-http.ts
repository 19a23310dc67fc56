import { createServer } from "node:http";
import { announce, readJson } from "./baseline.ts";

/** Baseline (a): the least a Node.js server can do with a JSON body. */
const server = createServer(async (request, response) => {
  const body = await readJson(request);
  const text = JSON.stringify(body);
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
  response.end(text);
});
announce(server);
