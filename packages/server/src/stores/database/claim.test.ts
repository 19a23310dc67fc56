import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestApp } from "../../testing/start-app.ts";
import { claimDataFolder } from "./claim.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sluice-claim-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a data folder", () => {
  it("belongs to one server at a time", async () => {
    const app = await startTestApp({ dataFolder: folder });
    await expect(startTestApp({ dataFolder: folder })).rejects.toThrow(/Another Sluice runs .*--data/);
    // The refused one has broken nothing.
    expect((await app.call("GET", "/workflows")).status).toBe(200);
    await app.stop({ keepData: true });
    await (await startTestApp({ dataFolder: folder })).stop({ keepData: true });
  });

  it("is free again when its server was killed", async () => {
    const claim = JSON.stringify(fileURLToPath(new URL("./claim.ts", import.meta.url)));
    const code = `const { claimDataFolder } = await import(${claim});
      claimDataFolder(${JSON.stringify(folder)});
      console.log("claimed");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code]);
    await once(child.stdout, "data");
    expect(() => claimDataFolder(folder)).toThrow(/Another Sluice/);
    child.kill("SIGKILL");
    await once(child, "exit");
    claimDataFolder(folder)();
  });
});
