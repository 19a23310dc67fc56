import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { SandboxJob } from "@sluice/workflow/node-contract";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { createSandbox, type Sandbox } from "./sandbox.ts";

const shared = createSandbox({ size: 1 });
const others: Sandbox[] = [];
afterAll(() => shared.close());
afterEach(async () => {
  for (const one of others.splice(0)) await one.close();
});

function sandboxOf(settings: Parameters<typeof createSandbox>[0]): Sandbox {
  const made = createSandbox(settings);
  others.push(made);
  return made;
}

function job(source: string, more: Partial<SandboxJob> = {}): SandboxJob {
  return {
    language: "javascript",
    source,
    values: {},
    timeoutMs: 10_000,
    memoryBytes: 64 * 1024 * 1024,
    ...more,
  };
}

const answer = async (source: string, more?: Partial<SandboxJob>) =>
  (await shared.run(job(source, more))).value;

const alive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function until(holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds() && waited < 20_000; waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(holds()).toBe(true);
}

describe("JavaScript", () => {
  test.each<[string, unknown]>([
    ["return 1 + 1", 2],
    ["return trigger.amount * 2", 42],
    ["const trigger = 1; return trigger", 1],
    ["return await Promise.all([input[0], Promise.resolve(2)])", [7, 2]],
    ["for await (const each of [Promise.resolve(3)]) return each", 3],
    ["", null],
    ["// only a comment", null],
    ["return undefined", null],
    ["return new Date(2026, 0, 2)", "2026-01-02T00:00:00.000Z"],
    ["return { then(go) { go('settled') } }", "settled"],
    ["return [typeof nothing, typeof env]", ["undefined", "object"]],
    ["return 'é — 漢字 — 😀'", "é — 漢字 — 😀"],
  ])("%s", async (source, value) => {
    const values = { trigger: { amount: 21 }, input: [7], env: {} };
    expect(await answer(source, { values })).toEqual(value);
  });

  test("what it writes with console comes along, in order and cut to bounds", async () => {
    const source = `
      console.log("hello", { a: [1] }, null, undefined, 3n);
      console.warn(new TypeError("careful"));
      console.error("x".repeat(5000));
      const ring = {}; ring.ring = ring; console.info(ring, () => 1);
      for (let i = 0; i < 1000; i++) console.log(i);
    `;
    const { console: lines } = await shared.run(job(source));
    expect(lines.slice(0, 2)).toEqual(['hello {"a":[1]} null undefined 3', "warn: TypeError: careful"]);
    expect(lines[2]).toHaveLength(2001);
    expect(lines[3]).toContain("cannot be shown");
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe("… (later lines are left out)");
  });

  test.each<[string, string]>([
    ["throw new Error('no stock')", "no stock (line 1, column 16)"],
    ["const a = 1;\n\n  null.x;", "TypeError: cannot read property 'x' of null (line 3, column 7)"],
    ["const f = () => { nope() };\nf()", "ReferenceError: 'nope' is not defined (line 1, column 19)"],
    ["throw 'text'", "text"],
    ["throw { code: 'E1', why: 'x' }", 'E1: {"code":"E1","why":"x"}'],
    ["throw null", "null"],
    ["return Promise.reject(new RangeError('late'))", "RangeError: late (line 1, column 37)"],
    ["undeclared = 1", "ReferenceError: 'undeclared' is not defined (line 1, column 1)"],
  ])("%j fails with its own message and place", async (source, message) => {
    await expect(shared.run(job(source))).rejects.toMatchObject({ code: "code-failed", message });
  });

  test("a syntax error says where", async () => {
    const running = shared.run(job("const a = 1;\nconst b = = 2;"));
    await expect(running).rejects.toMatchObject({
      code: "code-failed",
      message: expect.stringMatching(/^SyntaxError: .*\(line 2, column \d+\)$/),
    });
  });

  test("what it wrote before it failed is kept with the failure", async () => {
    const running = shared.run(job("console.log('before'); throw new Error('then')"));
    await expect(running).rejects.toMatchObject({ code: "code-failed", console: ["before"] });
    const killed = shared.run(job("console.log('begun'); new Array(1e9) + ''", { timeoutMs: 500 }));
    await expect(killed).rejects.toMatchObject({ code: "code-timeout", console: ["begun"] });
  });

  test("each job has a realm of its own: nothing stays from the one before", async () => {
    const source = `
      globalThis.x = (globalThis.x ?? 0) + 1;
      Array.prototype.map = () => "mine"; JSON.stringify = () => "mine"; Promise.prototype.then = undefined;
      return globalThis.x`;
    for (let time = 0; time < 5; time++) expect(await answer(source)).toBe(1);
    expect(await answer("return [1, 2].map((x) => x + 1)")).toEqual([2, 3]);
  });
});

describe("the query languages", () => {
  const order = {
    lines: [
      { sku: "a", qty: 2, price: 5 },
      { sku: "b", qty: 1, price: 3 },
    ],
  };

  test.each<[SandboxJob["language"], string, unknown]>([
    ["jsonata", "$sum(lines.(qty * price))", 13],
    ["jsonata", "lines[qty > 1].sku", "a"],
    ["jsonata", "lines.{ 'name': $uppercase(sku) & $suffix }", [{ name: "A!" }, { name: "B!" }]],
    ["jsonata", "missing.deeper", null],
    ["jsonpath-plus", "$.lines[*].sku", ["a", "b"]],
    ["jsonpath-plus", "$..price", [5, 3]],
    ["jsonpath-plus", "$.lines[0,1]^", [order.lines, order.lines]],
    ["jsonpath-plus", "$.lines[-1:].sku", ["b"]],
    ["jsonpath-plus", "$.missing", []],
  ])("%s %s", async (language, source, value) => {
    expect(await answer(source, { language, values: { value: order, suffix: "!" } })).toEqual(value);
  });

  test.each<[SandboxJob["language"], string, RegExp]>([
    ["jsonata", "$sum((", /^S0203: .*\(character 6\)$/],
    ["jsonata", "$sum('x')", /^T0412: /],
    ["jsonata", "$error('mine')", /^D3137: mine/],
    ["jsonpath-plus", "$.lines[?(@.qty > 1)]", /prevented/],
    ["jsonpath-plus", "$.lines[(@.length-1)]", /prevented/],
  ])("%s %s fails with its reason", async (language, source, message) => {
    const running = shared.run(job(source, { language, values: { value: order } }));
    await expect(running).rejects.toMatchObject({
      code: "code-failed",
      message: expect.stringMatching(message),
    });
  });

  test("jsonpath-plus finds a document that is false, 0, empty or null", async () => {
    for (const value of [false, 0, "", null]) {
      expect(await answer("$", { language: "jsonpath-plus", values: { value } })).toEqual([value]);
    }
  });
});

describe("the processes", () => {
  test("none starts before it is needed, no more than its size, and none is left", async () => {
    const sandbox = sandboxOf({ size: 2 });
    expect(sandbox.pids()).toEqual([]);
    const results = await Promise.all(Array.from({ length: 8 }, (_, n) => sandbox.run(job(`return ${n}`))));
    expect(results.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const pids = sandbox.pids();
    expect(pids.length).toBeGreaterThan(0);
    expect(pids.length).toBeLessThanOrEqual(2);
    await sandbox.close();
    expect(sandbox.pids()).toEqual([]);
    expect(pids.filter(alive)).toEqual([]);
    await expect(sandbox.run(job("return 1"))).rejects.toMatchObject({ code: "sandbox-unavailable" });
  });

  test("idle ones end, and the next job starts one again", async () => {
    const sandbox = sandboxOf({ size: 1, lastIdleMs: 50 });
    await sandbox.run(job("return 1"));
    await until(() => sandbox.pids().length === 0);
    expect((await sandbox.run(job("return 2"))).value).toBe(2);
  });

  test("one that is killed from outside fails its own job only", async () => {
    const sandbox = sandboxOf({ size: 1 });
    await sandbox.run(job("return 'started'"));
    const running = sandbox.run(job("for (;;) {}", { timeoutMs: 30_000 }));
    const failed = expect(running).rejects.toMatchObject({ code: "code-failed" });
    const waiting = sandbox.run(job("return 'next'"));
    // Until the job has begun, there is nobody it could be taken from.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    for (const pid of sandbox.pids()) process.kill(pid, "SIGKILL");
    await failed;
    expect((await waiting).value).toBe("next");
  });

  test("an executable that is none makes it unavailable, and nothing hangs", async () => {
    const sandbox = sandboxOf({ executable: "/nowhere/node" });
    await expect(sandbox.run(job("return 1"))).rejects.toMatchObject({ code: "sandbox-unavailable" });
    await expect(sandbox.run(job("return 1"))).rejects.toMatchObject({ code: "sandbox-unavailable" });
    expect(sandbox.pids()).toEqual([]);
  });

  test("an abort kills a job that runs and takes out one that waits", async () => {
    const sandbox = sandboxOf({ size: 1 });
    const first = new AbortController();
    const second = new AbortController();
    const running = sandbox.run(job("for (;;) {}", { timeoutMs: 60_000 }), { signal: first.signal });
    const waiting = sandbox.run(job("return 1"), { signal: second.signal });
    const after = sandbox.run(job("return 2"));
    second.abort();
    await expect(waiting).rejects.toThrow("cancelled");
    first.abort();
    await expect(running).rejects.toThrow("cancelled");
    expect((await after).value).toBe(2);
  });

  test("a full queue refuses, and workflows take turns", async () => {
    const sandbox = sandboxOf({ size: 1, queued: 4 });
    const order: string[] = [];
    const run = async (name: string, owner: string) => {
      await sandbox.run(job("return 1"), { owner });
      order.push(name);
    };
    const all = [run("a1", "a"), run("a2", "a"), run("a3", "a"), run("b1", "b")];
    await expect(sandbox.run(job("return 1"))).rejects.toMatchObject({ code: "sandbox-unavailable" });
    await Promise.all(all);
    expect(order).toEqual(["a1", "b1", "a2", "a3"]);
  });

  test("they end with a server that is killed, at the latest with the job they do", {
    timeout: 60_000,
  }, async () => {
    const module = JSON.stringify(new URL("./sandbox.ts", import.meta.url).href);
    const script = `
      const { createSandbox } = await import(${module});
      const sandbox = createSandbox({ size: 2 });
      const job = (source) => ({ language: "javascript", source, values: {}, timeoutMs: 3000, memoryBytes: 1e7 });
      await Promise.all([sandbox.run(job("for (let i = 0; i < 1e6; i++);")), sandbox.run(job("return 2"))]);
      sandbox.run(job("for (;;);"));
      console.log(JSON.stringify(sandbox.pids()));
      setInterval(() => {}, 1000);`;
    const server = spawn(process.execPath, ["--input-type=module", "--eval", script]);
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    const pids = JSON.parse(line.toString()) as number[];
    expect(pids.filter(alive).length).toBeGreaterThan(0);

    server.kill("SIGKILL");

    await until(() => pids.filter(alive).length === 0);
  });

  test.runIf(process.platform === "linux")(
    "they have no environment and nothing of the server's",
    async () => {
      // Given a server that has files and sockets open (SQLite does, the door does).
      const open = openSync(import.meta.filename, "r");
      await shared.run(job("return 1"));
      const [pid = 0] = shared.pids();
      const own = descriptors("self").filter(({ closesOnExec }) => closesOnExec);
      expect(own.some(({ target }) => target === import.meta.filename)).toBe(true);

      const theirs = descriptors(String(pid));

      closeSync(open);
      expect(readFileSync(`/proc/${pid}/environ`, "utf8")).toBe("");
      const kinds = /^(pipe|socket):|^anon_inode:|^\/dev\/null$/;
      expect(theirs.filter(({ target }) => !kinds.test(target))).toEqual([]);
      const shares = own.map(({ target }) => target).filter((target) => /^(pipe|socket):/.test(target));
      expect(theirs.filter(({ target }) => shares.includes(target))).toEqual([]);
    },
  );
});

/** What a process has open. What the tests themselves were started with does not close on exec and is no concern. */
function descriptors(pid: string): { target: string; closesOnExec: boolean }[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const flags = /^flags:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8"))?.[1] ?? "0";
      const closesOnExec = (Number.parseInt(flags, 8) & 0o2000000) !== 0;
      return [{ target: readlinkSync(`/proc/${pid}/fd/${fd}`), closesOnExec }];
    } catch {
      return [];
    }
  });
}
