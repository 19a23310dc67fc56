import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { signedHeaders } from "../src/signing.ts";
import { type EmptyFolder, kit, makeEmptyFolder, nodes } from "./empty-folder.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

/*
 * The examples of the guide and of the kits' own pages: the compiler takes them, and they do what they say. Each finds in its
 * environment, or as a name, what a reader has.
 */
const pythonKit = fileURLToPath(new URL("../../python", import.meta.url));
const hasPython =
  spawnSync("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"]).status === 0;
if (!hasPython) console.warn("examples.test.ts leaves Python out: there is no python3 of 3.9 or newer");

const pages = ["docs/sending.md", "docs/fr/sending.md", "kits/typescript/README.md", "kits/python/README.md"];
const examplesIn = (language: "ts" | "python") =>
  pages.flatMap((page) => {
    const text = readFileSync(new URL(`../../../${page}`, import.meta.url), "utf8");
    const found = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))];
    return found.map(([, example = ""], index) => ({ name: `${page}, ${index + 1}`, example }));
  });

const secret = "whsec_c2VjcmV0";
const body = '{"type":"order.paid"}';
let given: { url: string; secret: string; headers: Record<string, string>; body: string };
let environment: Record<string, string>;
let server: ScriptedServer;
let folder: EmptyFolder;
beforeAll(async () => {
  server = await startScriptedServer();
  const message = { id: "msg_1", timestamp: Math.floor(Date.now() / 1000), body };
  given = {
    url: server.url,
    secret,
    body,
    headers: await signedHeaders({ scheme: "standard", secret }, message),
  };
  environment = {
    ...{ HOOK_URL: server.url, HOOK_SECRET: secret, GIVEN: JSON.stringify(given) },
    ...{ EVENTS_URL: server.url, EVENTS_TOKEN: "slu_1" },
  };
  folder = makeEmptyFolder();
});
afterAll(async () => {
  folder.remove();
  await server.stop();
});

/** What an example sent: one message, or nothing where it receives. */
async function hasSent(example: string): Promise<void> {
  const bodies = await server.came(0);
  const sends = /\.(?:send|push|publish)\(/.test(example);
  expect(bodies).toHaveLength(sends ? 1 : 0);
  if (sends) expect(JSON.stringify(bodies)).toMatch(/A-17|"invoice":17/);
}

const taken = { status: 200, text: '{"id":"any","duplicate":false}' };

describe("the examples", () => {
  test("in TypeScript", async () => {
    // given
    const examples = examplesIn("ts");
    expect(examples).toHaveLength(9);
    await folder.install(kit);
    folder.write(
      "reader.d.ts",
      `declare const url: string, secret: string, current: string, previous: string, rawBody: Uint8Array;
       declare const request: Request;
       declare const process: { env: Record<string, string | undefined>; on(name: string, hear: () => void): void; exit(): never };`,
    );
    folder.write(
      "reader.mjs",
      `const { url, secret, headers, body } = JSON.parse(process.env.GIVEN);
       Object.assign(globalThis, { url, secret, current: "whsec_bmV3", previous: secret });
       Object.assign(globalThis, { request: { headers }, rawBody: new TextEncoder().encode(body) });`,
    );
    for (const [index, { example }] of examples.entries()) folder.write(`example-${index}.mts`, example);

    // when
    await folder.compile([
      ...["--strict", "--exactOptionalPropertyTypes", "--module", "nodenext", "--target", "es2022"],
      ...["reader.d.ts", ...examples.map((_, index) => `example-${index}.mts`)],
    ]);

    // then
    const [node = process.execPath] = nodes();
    for (const [index, { name, example }] of examples.entries()) {
      server.answers([taken]);
      const said = await folder.run(node, ["--import", "./reader.mjs", `example-${index}.mjs`], environment);
      expect(said, name).not.toMatch(/rror/);
      await hasSent(example);
    }
  });

  test.runIf(hasPython)("in Python, beside a copy of the package", async () => {
    const examples = examplesIn("python");
    expect(examples).toHaveLength(9);
    folder.copy(`${pythonKit}/sluice_webhooks`, "sluice_webhooks");
    const reader = `
import json, os, types
given = json.loads(os.environ["GIVEN"])
url, secret, current, previous = given["url"], given["secret"], "whsec_bmV3", given["secret"]
request = types.SimpleNamespace(headers=given["headers"], get_data=lambda: given["body"].encode())
`;
    for (const { name, example } of examples) {
      server.answers([taken]);
      expect(await folder.run("python3", ["-B", "-c", reader + example], environment), name).toBe("");
      await hasSent(example);
    }
  });
});
