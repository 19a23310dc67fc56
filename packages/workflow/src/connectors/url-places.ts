/** A URL taken apart along a path with `{name}` in it. All of them put together again are the URL. */
export interface UrlPlaces {
  /** Up to where the path begins. */
  readonly before: string;
  /** What stands between the values; one more than there are values. */
  readonly fixed: readonly string[];
  /** By the order of the names in the path, as they stand in the URL: templates are left as they are. */
  readonly values: readonly string[];
  /** From `?` or `#` on. */
  readonly after: string;
}

/** The names in a path, in order: `/a/{b}/c` gives `b`. */
export function namesInPath(path: string): string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}

/** Whether a parameter is all that stands between two slashes of a path, where nothing empty may stand. */
export function isWholeSegment(
  path: string,
  { in: place, name }: { readonly in: string; readonly name: string },
): boolean {
  return place === "path" && path.split("/").includes(`{${name}}`);
}

/**
 * Finds what stands in the places of a path's names. Null: the URL does not end with this path. `{{ … }}` is passed over as a
 * whole, so that a slash in an expression ends nothing.
 */
export function readUrl(path: string, url: string): UrlPlaces | null {
  const fixed = path.split(/\{[^{}]*\}/);
  const end = placesOf(url, ["?", "#"])[0] ?? url.length;
  const whole = url.slice(0, end);
  // From the end: what stands before the path may hold its first part too.
  for (const begin of placesOf(whole, [fixed[0] ?? ""], hostEnd(whole)).reverse()) {
    const values = valuesFrom(whole, begin, fixed);
    if (values) return { before: whole.slice(0, begin), fixed, values, after: url.slice(end) };
  }
  return null;
}

function valuesFrom(url: string, begin: number, fixed: readonly string[]): string[] | null {
  const [first = "", ...parts] = fixed;
  const values: string[] = [];
  let at = begin + first.length;
  for (const [index, part] of parts.entries()) {
    const last = index === parts.length - 1;
    const found = last && part === "" ? url.length : placesOf(url, [part], at)[0];
    if (found === undefined) return null;
    values.push(url.slice(at, found));
    at = found + part.length;
  }
  return at === url.length ? values : null;
}

export function writeUrl({ before, fixed, values, after }: UrlPlaces): string {
  return `${before}${fixed.map((part, index) => `${part}${values[index] ?? ""}`).join("")}${after}`;
}

/** Where the path of an absolute URL begins, at the earliest. */
function hostEnd(url: string): number {
  const scheme = url.indexOf("://");
  return scheme < 0 ? 0 : (placesOf(url, ["/"], scheme + 3)[0] ?? url.length);
}

/** All places outside of `{{ … }}` where one of some texts begins. */
function placesOf(text: string, wanted: readonly string[], from = 0): number[] {
  const places: number[] = [];
  for (let at = from; at <= text.length; at++) {
    if (wanted.some((part) => text.startsWith(part, at))) places.push(at);
    if (!text.startsWith("{{", at)) continue;
    const end = text.indexOf("}}", at);
    if (end < 0) break;
    at = end + 1;
  }
  return places;
}
