/// <reference types="vitest/config" />

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import babel from "@rolldown/plugin-babel";
import react, { reactCompilerPreset } from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Compressed script that a reader loads before the first screen, at most (design of the editor, "Care"). */
const firstLoadLimit = 300 * 1024;

/** Names of the lazy parts that a reader gets before anything is asked for; French is the longer language. */
const firstScreen = new Set(["catalogue-fr", "workflows-page"]);

/**
 * Prints what the first load costs and stops the build when it is over the limit.
 * First load: the entry, one language, the first screen, and what these import statically.
 */
function firstLoadBudget(): Plugin {
  return {
    name: "sluice:first-load-budget",
    apply: "build",
    generateBundle(_options, bundle) {
      const seen = new Map<string, number>();
      const visit = (fileName: string): void => {
        const chunk = bundle[fileName];
        if (seen.has(fileName) || chunk?.type !== "chunk") return;
        seen.set(fileName, gzipSync(chunk.code).length);
        for (const next of chunk.imports) visit(next);
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        if (chunk.isEntry || firstScreen.has(chunk.name)) visit(chunk.fileName);
      }
      const total = [...seen.values()].reduce((sum, size) => sum + size, 0);
      const parts = [...seen].map(([name, size]) => `${name} ${(size / 1024).toFixed(1)}`).join(", ");
      this.info(`first load: ${(total / 1024).toFixed(1)} KB of compressed script (${parts})`);
      if (total > firstLoadLimit) {
        this.error(
          `The first load is over ${firstLoadLimit / 1024} KB: move what it grew by into a lazy route.`,
        );
      }
    },
  };
}

const contractFile = fileURLToPath(new URL("../api/src/contract.ts", import.meta.url));

/** The contract's tree with the route of each call alone (what oRPC's `minifyContractRouter` keeps). */
function routesOf(part: object): object {
  if ("~orpc" in part) {
    const { route, meta } = part["~orpc"] as { route: unknown; meta: unknown };
    return { "~orpc": { errorMap: {}, meta, route } };
  }
  return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, routesOf(inner)]));
}

/**
 * Gives the browser the contract as method and path of each call. The schemas behind them check what the server takes
 * and gives; here only types need them, and they would bring zod into the first load.
 */
function contractWithoutSchemas(): Plugin {
  return {
    name: "sluice:contract-without-schemas",
    apply: "build",
    async load(id) {
      if (id !== contractFile) return null;
      const { contract } = await import("@sluice/api/contract");
      return `export const contract = ${JSON.stringify(routesOf(contract))};`;
    },
  };
}

/**
 * Features that are on the screen while somebody draws, or open on it. Not `expression-field/`: CodeMirror draws it, and
 * keeps a state of its own.
 */
const drawing = `
  canvas command-palette dots find-replace inspector json-field link minimap node-card node-settings outline
  palette presence problems recent-requests rules-field run-view send-test senders still-drawing tests trial trigger-panel
  variable-tree variables versions workflow-editor
`
  .trim()
  .split(/\s+/);
for (const name of drawing) {
  // One that was renamed would be as slow as before, without a word.
  if (!existsSync(new URL(`src/features/${name}`, import.meta.url)))
    throw new Error(`there is no feature ${name}`);
}

/**
 * Makes components and hooks remember what they made of the same values: a letter typed into a drawing of 500 nodes costs the
 * main thread a seventh of what it costs without (bench `paint`). Where nobody draws it would only make the first load
 * larger and the build longer; tests run the sources as they are.
 */
function compiledComponents() {
  return babel({
    include: new RegExp(
      `[\\\\/]src[\\\\/]features[\\\\/](?:${drawing.join("|")})[\\\\/].*(?:\\.tsx|[\\\\/]use-[\\w-]+\\.ts)$`,
    ),
    exclude: /\.test\.tsx?$/,
    presets: [reactCompilerPreset()],
    sourceMap: false,
  });
}

const server = process.env.SLUICE_DEV_SERVER ?? "http://127.0.0.1:4100";

export default defineConfig(({ command }) => ({
  plugins: [
    react(),
    ...(command === "build" ? [compiledComponents()] : []),
    contractWithoutSchemas(),
    firstLoadBudget(),
  ],
  build: {
    outDir: "dist",
    target: "es2023",
    // No data: URLs and no inline polyfill: the content security policy allows neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  test: {
    name: "editor",
    // A simulated browser is slow where several suites share a machine.
    ...{ testTimeout: 30_000, expect: { poll: { timeout: 20_000 } } },
    // To load React, Mantine and the texts anew for each file was three quarters of the processor time. `empty-page.ts`
    // hands no page on from one file to the next.
    ...{ isolate: false, setupFiles: ["src/testing/empty-page.ts"] },
    // As many as the other projects have (../../vitest.config.ts): vitest runs them side by side only then.
    maxWorkers: 3,
  },
  server: {
    host: "127.0.0.1",
    proxy: { "/api": server, "/hooks": server, "/health": server },
  },
}));
