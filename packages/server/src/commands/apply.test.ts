import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../testing/start-app.ts";
import { runCommandLine } from "./command-line.ts";

let app: TestApp;
let folder: string;
beforeAll(async () => {
  app = await startTestApp();
  folder = mkdtempSync(join(tmpdir(), "sluice-apply-"));
  mkdirSync(join(folder, "flows", "deep"), { recursive: true });
  writeFileSync(join(folder, "token"), `${app.token}\n`);
  writeFileSync(join(folder, "flows", "notes.txt"), "not a workflow");
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

const path = (...parts: string[]) => join(folder, ...parts);
const workflow = (name: string, nodes = "{}", edges = "[]") =>
  `format: 1\nname: ${name}\nmode: async\ntrigger: { type: webhook, config: {} }\nnodes: ${nodes}\nedges: ${edges}\n`;
const setNode = "{ a: { type: set, config: { fields: { x: 1 } } } }";

async function apply(args: string[], input = "") {
  let [out, err] = ["", ""];
  const server = ["--server", app.baseUrl, "--token-file", path("token")];
  const code = await runCommandLine(["apply", ...args, ...(args.includes("--server") ? [] : server)], {
    environment: {},
    print: (text) => {
      out += text;
    },
    complain: (text) => {
      err += text;
    },
    readInput: async () => input,
  });
  return { code, out, err };
}

describe("sluice apply", () => {
  it("plans, creates, publishes, updates, and is content the second time", async () => {
    writeFileSync(path("flows", "one.yaml"), workflow("One", setNode, "[{ from: trigger, to: a }]"));
    writeFileSync(path("flows", "deep", "two.yml"), workflow("Two"));
    const flows = path("flows");

    const plan = await apply([flows, "--dry-run"]);
    expect([plan.code, plan.err]).toEqual([3, ""]);
    expect(plan.out).toMatch(/two\.yml: create Two\n.*one\.yaml: create One\n/s);
    expect((await apply([flows, "--dry-run", "--json"])).code).toBe(3);

    const made = await apply([path("flows", "one.yaml"), "--publish", "--note", "from git"]);
    expect([made.code, made.out]).toEqual([
      0,
      expect.stringMatching(/created One \(wf_\w+\), published v1\n/),
    ]);
    writeFileSync(
      path("flows", "one.yaml"),
      workflow("One", setNode.replace("x: 1", "x: 2"), "[{ from: trigger, to: a }]"),
    );
    const changed = await apply([path("flows", "one.yaml"), "--publish"]);
    expect(changed.out).toMatch(/updated One \(wf_\w+\), published v2\n {4}~ node a\n/);

    const again = await apply([path("flows", "one.yaml"), "--publish", "--json"]);
    expect([again.code, JSON.parse(again.out)]).toMatchObject([
      0,
      [{ ok: true, applied: { action: "none", published: null } }],
    ]);
    expect((await apply([path("flows", "one.yaml"), "--publish", "--dry-run"])).code).toBe(0);
  });

  it("tells every mistake with file, line and place, applies the other files, and exits with 1", async () => {
    writeFileSync(path("bad.yaml"), workflow("Bad").replace("async", "fast"));
    writeFileSync(path("good.yaml"), workflow("Good"));
    writeFileSync(path("twin.yaml"), workflow("Good"));
    const { code, out } = await apply([path("bad.yaml"), path("good.yaml"), path("twin.yaml")]);
    expect(code).toBe(1);
    expect(out).toMatch(/bad\.yaml: FAILED: .*\n {4}line 3, column 1, mode: .*\n/);
    expect(out).toMatch(/good\.yaml: created Good/);
    expect(out).toMatch(/twin\.yaml: FAILED: .*good\.yaml is about the same workflow\.\n/);
  });

  it("publishes nothing that has errors, and saves nothing of it", async () => {
    writeFileSync(path("error.yaml"), workflow("Unfinished", "{ a: { type: nothing, config: {} } }"));
    const { code, out } = await apply([path("error.yaml"), "--publish"]);
    expect([code, out]).toEqual([1, expect.stringMatching(/FAILED: .*\n(.*\n)*.*nodes\.a\.type: /)]);
    expect(await (await app.call("GET", "/workflows?q=Unfinished")).json()).toMatchObject({ items: [] });
  });

  it.each([
    [[], /Name a file or a folder/],
    [["nowhere.yaml"], /no file or folder nowhere\.yaml/],
    [["package.json", "--server", "http://127.0.0.1:1"], /--token-file is missing/],
    [["package.json", "--server", "http://127.0.0.1:1", "--token-file", "-"], /begins with slu_/],
    [["package.json", "--server", "http://127.0.0.1:1", "--token-file", "gone"], /gone, cannot be read/],
  ])("%j is refused in one sentence with exit code 2", async (args, words) => {
    const { code, err } = await apply(args, "nonsense");
    expect([code, err]).toEqual([2, expect.stringMatching(words)]);
  });

  it("says that a server does not answer, or does not know the token", async () => {
    writeFileSync(path("good.yaml"), workflow("Good"));
    const nobody = await apply([
      path("good.yaml"),
      "--server",
      "http://127.0.0.1:1",
      "--token-file",
      path("token"),
    ]);
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringMatching(/does not answer/)]);
    const wrong = await apply([path("good.yaml"), "--server", app.baseUrl, "--token-file", "-"], "slu_wrong");
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringMatching(/not-signed-in/)]);
  });

  it("shows its flags", async () => {
    const { code, out } = await apply(["--help", "--server", "x"]);
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/^sluice apply \[files or folders\]: .*--dry-run.*--publish/s),
    ]);
  });
});
