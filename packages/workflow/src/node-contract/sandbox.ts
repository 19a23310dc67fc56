import type { Json } from "./json.ts";

/** Code that runs in the sandbox: a process of its own with an empty environment, killed from outside. */
export interface SandboxJob {
  readonly language: "javascript" | "jsonata" | "jsonpath-plus";
  readonly source: string;
  /** What the code sees, by name. */
  readonly values: { readonly [name: string]: Json };
  /** Milliseconds until it is killed. */
  readonly timeoutMs: number;
  /** Memory it may use, in bytes. */
  readonly memoryBytes: number;
}

export interface SandboxResult {
  readonly value: Json;
  /** What it wrote with `console`, cut to bounds. */
  readonly console: readonly string[];
}
