// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts under test are code
import type { Json, SandboxJob } from "@sluice/workflow/node-contract";
import { afterAll, describe, expect, test } from "vitest";
import { createSandbox } from "./sandbox.ts";

const sandbox = createSandbox({ size: 1 });
const begun = process.memoryUsage().rss;
afterAll(async () => {
  const pids = sandbox.pids();
  await sandbox.close();
  expect(pids.filter(alive)).toEqual([]);
});

/** How far the server's own memory may grow through all that is tried here. */
const maxGrowth = 256 * 1024 * 1024;
/** A process that is killed has this long to be gone and replaced, on a machine that is busy with other tests. */
const patience = 20_000;

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

type Outcome = { value: Json } | { code: string; message: string };

async function outcomeOf(source: string, more: Partial<SandboxJob> = {}): Promise<Outcome> {
  const job: SandboxJob = {
    language: "javascript",
    source,
    values: { input: { a: 1 }, trigger: {}, env: {} },
    timeoutMs: 1500,
    memoryBytes: 64 * 1024 * 1024,
    ...more,
  };
  try {
    return { value: (await sandbox.run(job)).value };
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return { code: String(error.code), message: error.message };
  }
}

/** What must hold whatever was tried: the next job works, knows nothing, and the server is as it was. */
async function expectNoHarm(): Promise<void> {
  expect(await outcomeOf("return [typeof leaked, [1].map((x) => x + 1), typeof process]")).toEqual({
    value: ["undefined", [2], "undefined"],
  });
  expect(Reflect.get(globalThis, "PWN")).toBeUndefined();
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(sandbox.pids().length).toBeLessThanOrEqual(1);
  expect(process.memoryUsage().rss - begun).toBeLessThan(maxGrowth);
}

/** The longest the server's event loop stood still while `work` was done, in milliseconds. */
async function lagDuring(work: Promise<unknown>): Promise<number> {
  let last = performance.now();
  let lag = 0;
  const timer = setInterval(() => {
    lag = Math.max(lag, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  await work;
  clearInterval(timer);
  return lag;
}

describe("too much time", () => {
  test.each([
    "while (true) {}",
    "for (;;) { try { while (1) {} } catch (e) {} }",
    "for (;;) { try { throw 1 } finally { continue } }",
    "new Array(1e9) + ''",
    "/^(a+)+$/.test('a'.repeat(40) + '!')",
    "'x'.repeat(1e7).split('').sort(() => Math.random() - 0.5).join('').match(/(x+x+)+y/)",
    "const f = async () => { for (;;) await null }; await f()",
    "const o = { toJSON() { for (;;); } }; return o",
    "return { get then() { for (;;); } }",
    "console.log({ toJSON() { for (;;); } })",
    "for (const each of (function* () { for (;;) yield 1 })());",
    "return new Proxy({}, { ownKeys() { for (;;); } })",
  ])("%s", { timeout: patience + 10_000 }, async (source) => {
    const start = performance.now();
    const running = outcomeOf(source);
    const lag = await lagDuring(running);
    // A loop that keeps what it makes may run out of memory first.
    expect(["code-timeout", "code-memory"]).toContain(((await running) as { code: string }).code);
    expect(performance.now() - start).toBeLessThan(patience);
    // 100 ms on an idle machine; code that ran in the server itself would stop it for its whole time limit.
    expect(lag).toBeLessThan(1400);
    await expectNoHarm();
  });

  test("a promise that nothing settles is said at once", async () => {
    expect(await outcomeOf("await new Promise(() => {})", { timeoutMs: 60_000 })).toMatchObject({
      code: "code-timeout",
      message: "the code waits for a promise that nothing settles",
    });
  });
});

describe("too much memory", () => {
  test.each([
    "let a = []; while (1) a.push(new Array(1000).fill(7))",
    "let s = 'x'; while (1) s += s",
    "let s = []; while (1) s.push('x'.repeat(1e6) + s.length)",
    "let b = []; while (1) b.push(new ArrayBuffer(1 << 20))",
    "let b = []; while (1) b.push(new Uint8Array(1 << 20).fill(1))",
    "return 'x'.repeat(2 ** 29)",
    "new Array(1e8).fill(1)",
    "const m = new Map(); for (let i = 0; ; i++) m.set(i, { i })",
    "const big = BigInt('1' + '0'.repeat(1e5)); let b = big; while (1) b *= b",
    "JSON.parse('['.repeat(1e5) + ']'.repeat(1e5))",
    "function f() { return f() + 1 } f()",
    "const f = () => [1].map(f); f()",
    "let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a",
    "let o = {}; for (let i = 0; i < 1e5; i++) o = { o }; console.log(o); throw new Error('too deep', o)",
    "return new Function('return ' + '('.repeat(1e5) + '1' + ')'.repeat(1e5))()",
    "new RegExp('('.repeat(1e5) + ')'.repeat(1e5))",
    "class A { toString() { return `${this}` } } return `${new A()}`",
    "const p = new Proxy({}, { get: (t, k, r) => r[k] }); return p.x",
    "const f = () => Promise.resolve().then(f); await f()",
    "try { let a = []; while (1) a.push(new Array(1000).fill(7)) } catch { } return 'x'.repeat(1e9)",
  ])("%s", { timeout: patience + 10_000 }, async (source) => {
    const outcome = await outcomeOf(source, { timeoutMs: 8000 });
    expect(outcome).toHaveProperty("code");
    const codes = ["code-memory", "code-timeout", "code-failed"];
    expect(codes).toContain((outcome as { code: string }).code);
    await expectNoHarm();
  });

  test.runIf(process.platform === "linux")(
    "a process that holds more than it may is killed from outside, whatever QuickJS says of itself",
    { timeout: 60_000 },
    async () => {
      // Given a bound that the process is over from its first moment on: 70 MB against 8 and 8.
      const tight = createSandbox({ size: 1, overheadBytes: 8 * 1024 * 1024 });
      const job = { language: "javascript", values: {}, memoryBytes: 8 * 1024 * 1024 } as const;

      const running = tight.run({ ...job, source: "for (;;);", timeoutMs: 30_000 });

      await expect(running).rejects.toMatchObject({ code: "code-memory" });
      // The next one is quick enough to end before it is looked at, or is killed as well: another process takes each.
      const quick = () =>
        tight.run({ ...job, source: "return 1", timeoutMs: 30_000 }).then(({ value }) => value, String);
      await expect.poll(quick).toBe(1);
      await tight.close();
    },
  );

  test("more data than the sandbox takes is refused before it is sent", async () => {
    const values = { input: "x".repeat(17 * 1024 * 1024) };
    expect(await outcomeOf("return 1", { values })).toMatchObject({ code: "code-memory" });
  });
});

describe("too much output", () => {
  test("a flood of console lines is cut, and costs the server nothing", { timeout: 30_000 }, async () => {
    const outcome = await outcomeOf(
      "for (let i = 0; i < 2e5; i++) console.log('x'.repeat(100)); return 'done'",
      {
        timeoutMs: 20_000,
      },
    );
    expect(outcome).toEqual({ value: "done" });
    await expectNoHarm();
  });

  test.each([
    ["return 'x'.repeat(2e6)", "code-result"],
    ["return 'é'.repeat(7e5)", "code-result"],
    ["return Array.from({ length: 1e6 }, (_, i) => i)", "code-result"],
    ["return JSON.parse('['.repeat(1000) + ']'.repeat(1000))", "code-result"],
    ["return () => 1", "code-result"],
    ["return Symbol('x')", "code-result"],
    ["return 1n", "code-result"],
    ["const a = {}; a.a = a; return a", "code-result"],
    ["return { toJSON() { throw new Error('mine') } }", "code-result"],
    ["throw new Error('x'.repeat(1e6))", "code-failed"],
    ["const e = new Error('m'); e.stack = 'code:1:1 '.repeat(1e5); throw e", "code-failed"],
    ["throw { get message() { throw 1 }, get stack() { throw 2 }, get name() { throw 3 } }", "code-failed"],
  ])("%s", async (source, code) => {
    const outcome = await outcomeOf(source, { timeoutMs: 10_000 });
    expect(outcome).toMatchObject({ code });
    expect((outcome as { message: string }).message.length).toBeLessThan(2500);
    await expectNoHarm();
  });
});

describe("ways out", () => {
  test.each([
    "return typeof require",
    "return import('fs')",
    "return (function* () {}).constructor('return process')().next()",
    "return (async () => {}).constructor('return process')()",
    "return this.constructor.constructor('return process')()",
    "return globalThis.constructor.constructor('return process')().exit(1)",
    "return console._stdout.constructor.constructor('return process')()",
    "return console.log.constructor('return process')()",
    "Error.prepareStackTrace = (e, s) => s; return new Error().stack[0].getThis?.()",
    "try { null.x } catch (e) { return e.constructor.constructor('return process')() }",
    "class P extends Promise { static get [Symbol.species]() { return function (x) { x((r) => r(process), 1) } } } return P.resolve(1).then((x) => x)",
    "return String(Symbol.for('nodejs.util.inspect.custom'))",
    "return typeof WebAssembly",
    "return input.__proto__.constructor.constructor('return process')()",
    "return { ...process }",
    "process.exit(1)",
    "process.kill(process.ppid)",
    "throw { get message() { return process } }",
    "return new Function('return process')()",
    "return eval('process')",
    "return (0, eval)('this').process",
    "}); process.exit(1); (async function () {",
    "Object.prototype.polluted = 1; Array.prototype.toJSON = () => process; return [typeof polluted === 'x']",
    "Object.defineProperty(Object.prototype, 'kind', { get() { return 'broken' } }); throw new Error('x')",
    "JSON.stringify = () => 'no json'; JSON.parse = () => process; return 1",
    "Promise.prototype.then = () => process; Function.prototype.call = null; Reflect.apply = null; return 1",
    "String.prototype.slice = () => { for (;;); }; console.log('x'.repeat(5000)); return 1",
    "globalThis.leaked = 1; return 1",
    "return typeof quickjs + typeof std + typeof os + typeof bjson + typeof scriptArgs + typeof print",
    "return fetch('http://127.0.0.1/')",
    "return new SharedArrayBuffer(8).byteLength",
    "return Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0)",
  ])("%s", async (source) => {
    const outcome = await outcomeOf(source, { timeoutMs: 5000 });
    if ("value" in outcome) expect(JSON.stringify(outcome.value)).not.toMatch(/pid|argv|execPath/);
    else expect(outcome.code).toMatch(/^code-/);
    await expectNoHarm();
  });

  test("what a returned __proto__ says stays data", async () => {
    const outcome = await outcomeOf(`return JSON.parse('{"__proto__":{"polluted":1}}')`);
    expect(JSON.stringify(outcome)).toBe('{"value":{"__proto__":{"polluted":1}}}');
    await expectNoHarm();
  });

  test.each<[SandboxJob["language"], string]>([
    ["jsonata", "$eval('process')"],
    ["jsonata", "($f := function($x) { $f($x + 1) + 1 }; $f(1))"],
    ["jsonata", "$map([1..1e8], function($x) { $x })"],
    ["jsonata", "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /^(a+)+$/)"],
    ["jsonata", "__proto__.constructor"],
    ["jsonata", "$constructor('return process')()"],
    ["jsonata", "$.constructor.constructor('return process')()"],
    ["jsonata", "$string.constructor('return process')()"],
    ["jsonata", "$pad('x', 1e9)"],
    ["jsonata", "$ ~> |$|{'__proto__': {'polluted': 1}}|"],
    ["jsonpath-plus", "$..[?(@.constructor.constructor('globalThis.PWN=1')())]"],
    ["jsonpath-plus", "$[(@.constructor.constructor('globalThis.PWN=1')())]"],
  ])("%s %s", { timeout: patience + 10_000 }, async (language, source) => {
    const values = { value: { a: [{ b: 1 }], text: "x" } };
    const outcome = await outcomeOf(source, { language, values, timeoutMs: 4000 });
    if ("value" in outcome) expect(JSON.stringify(outcome.value)).not.toMatch(/pid|argv|execPath/);
    else expect(outcome.code).toMatch(/^code-/);
    await expectNoHarm();
  });

  test.each<[SandboxJob["language"], string, string]>([
    ["jsonata", "a hundred thousand brackets", "(".repeat(1e5)],
    ["jsonpath-plus", "fifty thousand steps", `$${".*".repeat(50_000)}`],
  ])("%s: %s", { timeout: patience + 10_000 }, async (language, _, source) => {
    const outcome = await outcomeOf(source, { language, values: { value: { a: 1 } }, timeoutMs: 4000 });
    expect("value" in outcome ? outcome.value : outcome.code).toEqual(
      "value" in outcome ? [] : expect.stringMatching(/^code-/),
    );
    await expectNoHarm();
  });
});
