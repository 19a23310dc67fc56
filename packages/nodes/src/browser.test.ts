import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { definitions } from "./definitions.ts";

/*
 * Bundled for real, with everything below them: an import of Node deep inside the workflow package would stay
 * outside the bundle and be seen here.
 */
test("the definitions bundle for a browser, and nothing of Node or of a run comes along", async () => {
  const outside = new Set<string>();
  const bundle = await rolldown({
    input: new URL("./definitions.ts", import.meta.url).pathname,
    platform: "browser",
    logLevel: "silent",
    onLog: (_level, log) => {
      if (log.code === "UNRESOLVED_IMPORT") outside.add(log.message);
    },
  });

  const { output } = await bundle.generate({ format: "es" });
  await bundle.close();

  const [chunk, ...more] = output;
  expect(more).toEqual([]);
  expect([...outside, ...chunk.imports, ...chunk.dynamicImports]).toEqual([]);
  expect(
    Object.keys(chunk.modules).filter((module) => /\/packages\/nodes\/src\/.*\/run\.ts$/.test(module)),
  ).toEqual([]);
  expect(chunk.exports).toContain("definitions");
  expect(chunk.code).not.toMatch(/from\s*["']node:|require\(|process\.env/);

  const url = `data:text/javascript;base64,${Buffer.from(chunk.code).toString("base64")}`;
  const loaded: { definitions: typeof definitions } = await import(/* @vite-ignore */ url);
  expect(Object.keys(loaded.definitions)).toEqual(Object.keys(definitions));
});
