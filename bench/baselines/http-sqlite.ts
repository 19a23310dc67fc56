import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import Database from "better-sqlite3";
import { announce, readBytes } from "./baseline.ts";

/** Baseline (b): (a) and one durable row a request; whatever waits shares one commit, at once when idle. */
const database = new Database(join(process.env.BENCH_DATA ?? ".", "baseline.sqlite"));
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("CREATE TABLE requests (id TEXT PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL)");
const insert = database.prepare("INSERT INTO requests (id, at, body) VALUES (?, ?, ?)");

let waiting: { bytes: Buffer; response: ServerResponse; text: string }[] = [];

function commit(): void {
  const group = waiting;
  waiting = [];
  database.exec("BEGIN IMMEDIATE");
  for (const { bytes } of group) insert.run(randomUUID(), Date.now(), bytes);
  database.exec("COMMIT");
  for (const { response, text } of group) {
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
    });
    response.end(text);
  }
}

const server = createServer(async (request, response) => {
  const bytes = await readBytes(request);
  const text = JSON.stringify(JSON.parse(bytes.toString("utf8")));
  if (waiting.length === 0) setImmediate(commit);
  waiting.push({ bytes, response, text });
});
announce(server);
