/** A field of a record whose names are somebody's own, such as keys of nodes: what every object inherits is none of them. */
export function ownField<Value>(
  record: Readonly<Record<string, Value>> | undefined,
  name: string,
): Value | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}
