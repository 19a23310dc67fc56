import { createHash } from "node:crypto";
import {
  bytesOfBase64,
  charsetOf,
  decodedText,
  defineRun,
  fileBytes,
  fileIn,
  type Json,
  NodeError,
} from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";
import { file } from "./definition.ts";

export const runFile = defineRun(file, async ({ config, context }) => {
  if (config.action === "make") {
    const { filename, contentType, content = "", encoded } = config;
    const text = typeof content === "string" ? content : JSON.stringify(content);
    const bytes = encoded ? bytesOfBase64(text) : new TextEncoder().encode(text);
    return {
      port: "out",
      output: { filename, contentType, ...factsOf(bytes), ...(encoded ? { base64: text } : { text }) },
    };
  }
  const given = fileIn(config.file ?? null);
  if (!given) {
    throw new NodeError({ code: "invalid-file", message: "this is no file: give one of the request" });
  }
  const bytes = await fileBytes(given, context);
  const { filename, contentType } = given;
  const known = { filename, contentType, ...factsOf(bytes) };
  if (config.as === "base64") {
    return { port: "out", output: { ...known, base64: Buffer.from(bytes).toString("base64") } };
  }
  const text = decodedText(bytes, config.charset.trim() || charsetOf(contentType));
  return { port: "out", output: { ...known, ...(config.as === "json" ? { json: jsonOf(text) } : { text }) } };
});

function factsOf(bytes: Uint8Array) {
  return { size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function jsonOf(text: string): Json {
  const parsed = parseJsonText(text);
  if (parsed.ok) return parsed.value;
  throw new NodeError({ code: "file-not-json", message: `the file is not JSON: ${parsed.message}` });
}
