import { createServer } from "node:http";
import express from "express";
import { announce } from "./baseline.ts";

/** Baseline (c): Express 5 that parses the body and echoes it. */
const app = express();
app.disable("x-powered-by");
app.post("/", express.json({ limit: "1mb" }), (request, response) => {
  response.json(request.body);
});
announce(createServer(app));
