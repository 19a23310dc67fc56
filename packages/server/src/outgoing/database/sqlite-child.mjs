import { constants, DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";

/*
 * Runs one statement on one file and answers it, then the next on whatever file that names. It is killed from outside when
 * one takes too long. The file was judged before; here nothing may reach another one.
 */

/** Reading how a table is made changes nothing; every other pragma could. */
const readingPragmas = new Set([
  "table_info",
  "table_xinfo",
  "table_list",
  "index_list",
  "index_info",
  "foreign_key_list",
]);

function authorize(action, first) {
  switch (action) {
    case constants.SQLITE_ATTACH:
    case constants.SQLITE_DETACH:
      return constants.SQLITE_DENY;
    case constants.SQLITE_PRAGMA:
      return readingPragmas.has(String(first).toLowerCase()) ? constants.SQLITE_OK : constants.SQLITE_DENY;
    default:
      return constants.SQLITE_OK;
  }
}

function run({ file, statement, parameters, readOnly, maxRows, maxBytes, timeoutMs }) {
  const database = new DatabaseSync(file, { readOnly, allowExtension: false, timeout: timeoutMs });
  try {
    database.setAuthorizer(authorize);
    return answered(database, { statement, parameters, maxRows, maxBytes });
  } finally {
    database.close();
  }
}

function answered(database, { statement, parameters, maxRows, maxBytes }) {
  const prepared = database.prepare(statement);
  if (statement.slice(prepared.sourceSQL.length).replace(/^[\s;]+/, "") !== "") {
    return { message: "one statement is taken, and there is text behind it", errcode: null };
  }
  prepared.setReadBigInts(true);
  // They were counted before; one in between that is used nowhere does no harm.
  prepared.setAllowUnknownNamedParameters(true);
  const named = Object.fromEntries(parameters.map((value, index) => [`$${index + 1}`, bound(value)]));
  if (prepared.columns().length === 0) {
    const { changes } = prepared.run(named);
    return { rows: [], rowCount: Number(changes), truncated: false };
  }
  const rows = [];
  let bytes = 0;
  for (const row of prepared.iterate(named)) {
    if (rows.length === maxRows) return { rows, rowCount: maxRows, truncated: true };
    const plain = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainOf(value)]));
    bytes += JSON.stringify(plain).length;
    if (bytes > maxBytes) return { tooLarge: true };
    rows.push(plain);
  }
  return { rows, rowCount: rows.length, truncated: false };
}

function bound(value) {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

function plainOf(value) {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value;
}

/** Who started this may die before it kills it: while a statement runs, only another thread can see to the end. */
const watch = new Worker(
  `const { parentPort } = require("node:worker_threads");
  let late;
  parentPort.on("message", (timeoutMs) => {
    clearTimeout(late);
    if (timeoutMs !== null) late = setTimeout(() => process.kill(process.pid, "SIGKILL"), timeoutMs + 5000);
  });`,
  { eval: true },
);
watch.unref();

process.on("message", (job) => {
  watch.postMessage(Number(job.timeoutMs));
  let answer;
  try {
    answer = run(job);
  } catch (error) {
    answer = { message: error.message, errcode: error.errcode ?? null };
  }
  watch.postMessage(null);
  process.send(answer);
});
