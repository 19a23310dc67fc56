// @ts-check
/*
 * What runs in a sandbox process (`sandbox-process.ts` starts it). It is JavaScript with its types in comments: Node would
 * load its machinery for TypeScript in every process, which costs 18 MB and 50 ms. It is one file that imports packages
 * only, because the process has no right to read anything else.
 *
 * Everything is synchronous: the process does one job at a time, and whoever waits for it sits in another process.
 */
import { readSync, writeSync } from "node:fs";
import variant from "@jitl/quickjs-wasmfile-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant } from "quickjs-emscripten-core";

/** @import { QuickJSContext, QuickJSHandle, QuickJSRuntime, QuickJSSyncVariant } from "quickjs-emscripten-core" */
/** @import { Failure, frameKinds, JobHeader, RealmBounds } from "./messages.ts" */
/** @typedef {{ runtime: QuickJSRuntime, context: QuickJSContext, guest: QuickJSHandle }} Realm */

/** Its types speak of the CommonJS file. @type {unknown} */
const imported = variant;
const quickJs = /** @type {QuickJSSyncVariant} */ (imported);

/** @type {typeof frameKinds} */
const kinds = { wasm: 1, text: 2, ready: 3, line: 4, value: 5, failure: 6 };
const wasmPage = 65_536;
/** Name of the job's source in stack traces, and the lines that stand before it. */
const sourceName = "code";
const linesBefore = 1;

/** @type {RealmBounds} */
const bounds = JSON.parse(process.argv[2] ?? "");

/** @param {number} length */
function readExactly(length) {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const read = readSync(0, bytes, at, length - at, null);
    // The server is gone.
    if (read === 0) process.exit(0);
    at += read;
  }
  return bytes;
}

function readFrame() {
  return readExactly(readExactly(5).readUInt32BE(1));
}

/**
 * @param {number} kind
 * @param {string} text
 */
function writeFrame(kind, text) {
  const frame = Buffer.allocUnsafe(5 + Buffer.byteLength(text));
  frame.writeUInt8(kind, 0);
  frame.writeUInt32BE(frame.length - 5, 1);
  frame.write(text, 5);
  for (let at = 0; at < frame.length; ) at += writeSync(1, frame, at);
}

/**
 * A new WebAssembly instance with a new memory, and in it a new runtime and context.
 * @returns {Promise<Realm>}
 */
async function newRealm() {
  const memory = new WebAssembly.Memory({ initial: 256, maximum: Math.ceil(bounds.wasmBytes / wasmPage) });
  const module = await newQuickJSWASMModuleFromVariant(
    newVariant(quickJs, { wasmModule: wasm, wasmMemory: memory }),
  );
  const runtime = module.newRuntime({ maxStackSizeBytes: 512 * 1024 });
  const context = runtime.newContext();
  const write = context.newFunction("write", (line) => writeFrame(kinds.line, context.getString(line)));
  const { lines, lineLength, resultBytes } = bounds;
  const start = context.unwrapResult(context.evalCode(prelude, "prelude"));
  const given = context.unwrapResult(
    context.evalCode(`(${JSON.stringify({ lines, lineLength, resultLength: resultBytes })})`, "bounds"),
  );
  const guest = context.unwrapResult(context.callFunction(start, context.undefined, write, given));
  return { runtime, context, guest };
}

/**
 * @param {Realm} realm
 * @param {string} name
 * @param {QuickJSHandle[]} values
 */
function call({ context, guest }, name, ...values) {
  return context.unwrapResult(context.callMethod(guest, name, values));
}

/**
 * A library's file as a CommonJS module, whose exports the prelude is handed.
 * @param {Realm} realm
 * @param {string} language
 */
function load(realm, language) {
  const library = libraries.get(language);
  if (library === undefined) return;
  const { context } = realm;
  const source = `((module) => { const { exports } = module; ${library}\n; return module.exports; })({ exports: {} })`;
  const exported = context.unwrapResult(context.evalCode(source, language));
  call(realm, "load", context.newString(language), exported);
}

/**
 * Performs one job and says how it ended. Whatever it throws breaks the realm: nothing of it may be used again.
 * @param {Realm} realm
 * @param {JobHeader} job
 * @param {string} source
 * @param {string} values
 * @returns {string | Failure}
 */
function perform(realm, job, source, values) {
  const { runtime, context } = realm;
  const deadline = Date.now() + job.timeoutMs;
  let late = false;
  runtime.setInterruptHandler(() => {
    late ||= Date.now() > deadline;
    return late;
  });
  runtime.setMemoryLimit(memoryInUse(realm) + job.memoryBytes);
  /**
   * @param {QuickJSHandle} thrown
   * @returns {Failure}
   */
  const ended = (thrown) => (late ? { kind: "timeout" } : failureOf(realm, thrown));

  if (job.language === "javascript") {
    const defined = context.callMethod(realm.guest, "define", [context.newString(values)]);
    if (defined.error) return ended(defined.error);
    const code = context.evalCode(`(async function () { "use strict";\n${source}\n})`, sourceName);
    if (code.error) {
      const failure = ended(code.error);
      return failure.kind === "thrown" ? { ...failure, kind: "syntax" } : failure;
    }
    const called = context.callMethod(realm.guest, "call", [code.value]);
    if (called.error) return ended(called.error);
  } else {
    const given = [context.newString(source), context.newString(values)];
    const asked = context.callMethod(realm.guest, "query", given);
    if (asked.error) return ended(asked.error);
  }

  for (;;) {
    const state = context.getString(call(realm, "state"));
    if (late) return { kind: "timeout" };
    if (state !== "pending") break;
    const jobs = runtime.executePendingJobs(500);
    if (jobs.error) return ended(jobs.error);
    if (jobs.value === 0 && context.getString(call(realm, "state")) === "pending") return { kind: "never" };
    late ||= Date.now() > deadline;
  }
  const state = context.getString(call(realm, "state"));
  const answer = context.getString(call(realm, "answer"));
  if (state === "failed") return placed(JSON.parse(answer));
  return Buffer.byteLength(answer) > bounds.resultBytes ? { kind: "too-large" } : answer;
}

/**
 * @param {Realm} realm
 * @returns {number}
 */
function memoryInUse({ runtime, context }) {
  return context.dump(runtime.computeMemoryUsage()).memory_used_size;
}

/**
 * What left the guest uncaught: not even the prelude could answer it, because there was no memory or stack to do so.
 * @param {Realm} realm
 * @param {QuickJSHandle} thrown
 */
function failureOf({ context }, thrown) {
  /** @type {unknown} */
  const dumped = context.dump(thrown);
  /** @type {{ name?: unknown, message?: unknown, stack?: unknown }} */
  const { name, message, stack } = typeof dumped === "object" && dumped !== null ? dumped : {};
  return placed({
    kind: "thrown",
    name: typeof name === "string" ? name : "",
    message: typeof message === "string" ? message.slice(0, 2000) : String(dumped).slice(0, 2000),
    stack: typeof stack === "string" ? stack : "",
  });
}

/**
 * @param {Failure & { stack?: string }} thrown
 * @returns {Failure}
 */
function placed({ stack = "", ...failure }) {
  const outOfMemory = /^(out of memory|stack overflow)|^(invalid|too long) string|string too long/;
  if (failure.name === "InternalError" && outOfMemory.test(failure.message ?? "")) {
    return { kind: "memory", message: failure.message ?? "" };
  }
  const found = /(?<![\w.])code:(\d+):(\d+)/.exec(stack);
  if (!found) return failure;
  return { ...failure, line: Math.max(1, Number(found[1]) - linesBefore), column: Number(found[2]) };
}

/**
 * An exception of the WebAssembly instance itself: a full stack, a failed allocation, or a mistake in QuickJS.
 * @param {unknown} thrown
 * @returns {Failure}
 */
function brokenBy(thrown) {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const memory = thrown instanceof RangeError || /memory|stack|OOM/i.test(message);
  return memory ? { kind: "memory", message: message.slice(0, 500) } : { kind: "broken" };
}

// Dates read as they do in expressions, whatever the machine's time zone is. The environment holds nothing else.
process.env.TZ = "UTC";

const wasm = await WebAssembly.compile(readFrame());
const prelude = readFrame().toString();
const libraries = new Map([
  ["jsonata", readFrame().toString()],
  ["jsonpath-plus", readFrame().toString()],
]);

/** The language of the job before: who asks for one asks again, and loading JSONata takes longer than most queries. */
let language = "javascript";
for (;;) {
  let realm = await newRealm();
  const prepared = language;
  load(realm, prepared);
  writeFrame(kinds.ready, "");

  /** @type {JobHeader} */
  const job = JSON.parse(readFrame().toString());
  const source = readFrame().toString();
  const values = readFrame().toString();
  language = job.language;
  /** @type {string | Failure} */
  let outcome;
  let broken = false;
  try {
    if (language !== prepared) {
      realm = await newRealm();
      load(realm, language);
    }
    outcome = perform(realm, job, source, values);
  } catch (thrown) {
    outcome = brokenBy(thrown);
    broken = true;
  }
  if (typeof outcome === "string") writeFrame(kinds.value, outcome);
  else writeFrame(kinds.failure, JSON.stringify(outcome));
  if (broken) process.exit(0);
}
