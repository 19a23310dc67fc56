import type { BodyKind } from "@sluice/workflow/document";
import { parseExamples } from "@sluice/workflow/variables";

const mediaTypes = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  text: "text/plain; charset=utf-8",
} as const;

/** The media type to send an example body with: what the trigger would read it as. */
export function bodyMediaType(body: string, accept: readonly BodyKind[]): string {
  const { bodyKind = accept.includes("json") ? "json" : "text" } = parseExamples({
    body,
    accept: [...accept],
  });
  return mediaTypes[bodyKind];
}
