import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verify } from "../src/verify.ts";
import { type EmptyFolder, kit, makeEmptyFolder, nodes } from "./empty-folder.ts";
import { type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

/*
 * What the guide says is done as it says it, by somebody who has a checkout and an empty folder, and nothing else.
 */
const found = nodes();
let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.stop());

const ways: readonly { name: string; from: string; prepare(folder: EmptyFolder): Promise<unknown> }[] = [
  { name: "installed from the checkout", from: "@sluice/webhooks", prepare: (folder) => folder.install(kit) },
  {
    name: "copied and installed",
    from: "@sluice/webhooks",
    prepare(folder) {
      folder.copy(kit, "webhooks");
      return folder.install("./webhooks");
    },
  },
  {
    name: "copied",
    from: "./webhooks/dist/index.js",
    prepare: async (folder) => folder.copy(kit, "webhooks"),
  },
];

test.each(ways)(
  "the kit works $name, with every Node.js there is",
  { timeout: 120_000 },
  async ({ from, prepare }) => {
    const folder = makeEmptyFolder();
    try {
      // given
      await prepare(folder);
      const program = `import { createSender } from "${from}";
      const signing = { scheme: "standard", secret: "whsec_c2VjcmV0" };
      const sender = createSender({ url: ${JSON.stringify(server.url)}, signing });
      const { deliveryId } = await sender.send({ order: "A-17" }, { id: "order-17" });
      console.log(deliveryId);`;
      folder.write("program.mjs", program);

      // when
      server.answers([]);
      for (const node of found) expect(await folder.run(node, ["program.mjs"])).toBe("dlv_1\n");

      // then
      expect(server.received).toHaveLength(found.length);
      for (const { headers, body } of server.received) {
        expect(await verify({ secrets: ["whsec_c2VjcmV0"], headers, body })).toMatchObject({
          id: "order-17",
        });
      }
    } finally {
      folder.remove();
    }
  },
);

test("a copy is built by itself, to what is in the repository", { timeout: 120_000 }, async () => {
  const folder = makeEmptyFolder();
  try {
    folder.copy(kit, "webhooks");
    const built = join(folder.path, "webhooks", "dist");
    rmSync(built, { recursive: true });
    await folder.compile([], "webhooks");
    const filesOf = (path: string) =>
      Object.fromEntries(
        readdirSync(path)
          .sort()
          .map((name) => [name, readFileSync(join(path, name), "utf8")]),
      );
    expect(filesOf(join(kit, "dist")), "run `npm run build` in kits/typescript").toEqual(filesOf(built));
  } finally {
    folder.remove();
  }
});
