import type { JsonObject } from "@sluice/workflow/node-contract";
import { parseJsonText } from "@sluice/workflow/variables";

/**
 * The data of each event of a text/event-stream that is JSON, in order (html.spec.whatwg.org, 9.2.6). What is none, such as
 * OpenAI's closing `[DONE]`, is left out: every protocol says in its data when it is at its end.
 */
export function eventsIn(text: string): JsonObject[] {
  return text.split(/\r\n\r\n|\n\n|\r\r/).flatMap((block) => {
    const data = block
      .split(/\r\n|\n|\r/)
      .flatMap((line) => (line.startsWith("data:") ? [line.slice(5).replace(/^ /, "")] : []))
      .join("\n");
    const parsed = data === "" ? undefined : parseJsonText(data);
    const value = parsed?.ok ? parsed.value : null;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? [value] : [];
  });
}
