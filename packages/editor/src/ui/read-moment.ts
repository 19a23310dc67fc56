/** A moment that an address names, as RFC 3339 in UTC under its name; nothing where it cannot be read. */
export function readMoment<Name extends string>(
  name: Name,
  text: string | undefined,
): { readonly [One in Name]?: string } {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? {} : ({ [name]: new Date(at).toISOString() } as { [One in Name]: string });
}
