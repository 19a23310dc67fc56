/** A path as somebody types it: `Shop / Payments/` is `Shop/Payments`. No folder is called `.` or `..`. */
export function tidyPath(typed: string): string {
  return typed
    .split("/")
    .map((name) => name.trim())
    .filter((name) => !/^\.{0,2}$/.test(name))
    .join("/");
}
