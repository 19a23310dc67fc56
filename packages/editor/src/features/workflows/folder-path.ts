/** A path as somebody types it: `Shop / Payments/` is `Shop/Payments`. */
export function tidyPath(typed: string): string {
  return typed
    .split("/")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .join("/");
}
