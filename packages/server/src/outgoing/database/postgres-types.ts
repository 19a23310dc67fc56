import { types } from "pg";
import { momentText } from "./moment-text.ts";

/** A value as PostgreSQL writes it (with `DateStyle` ISO), and what it is here. */
type Read = (text: string) => unknown;

/** Without zone it is no moment: what the server's own zone would make of it is nobody's business. */
const localText: Read = (text) => text.replace(/^(\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d)/, "$1T$2");
const asWritten: Read = (text) => text;
/** `NaN`, `Infinity` and `-Infinity` stay texts: JSON has no such numbers. */
const float: Read = (text) => (Number.isFinite(Number(text)) ? Number(text) : text);
const wholeNumber: Read = (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
/** Whole numbers that JavaScript would round stay texts here too, as MySQL's client has them. */
const json: Read = (text) => (/\d{16}/.test(text) ? JSON.parse(text, keepingDigits) : JSON.parse(text));

function keepingDigits(_name: string, value: unknown, { source }: { source?: string } = {}): unknown {
  const isWhole = typeof value === "number" && source !== undefined && /^-?\d+$/.test(source);
  return isWhole && !Number.isSafeInteger(value) ? source : value;
}

/** Types of `pg_type.dat` that the client reads otherwise than is right here, and the type of a list of each. */
const reads: readonly { readonly type: number; readonly list: number; readonly read: Read }[] = [
  { type: types.builtins.DATE, list: 1182, read: asWritten },
  { type: types.builtins.TIMESTAMP, list: 1115, read: localText },
  { type: types.builtins.TIMESTAMPTZ, list: 1185, read: momentText },
  { type: types.builtins.INTERVAL, list: 1187, read: asWritten },
  { type: types.builtins.FLOAT4, list: 1021, read: float },
  { type: types.builtins.FLOAT8, list: 1022, read: float },
  { type: types.builtins.INT8, list: 1016, read: wholeNumber },
  { type: types.builtins.NUMERIC, list: 1231, read: asWritten },
  { type: types.builtins.JSON, list: 199, read: json },
  { type: types.builtins.JSONB, list: 3807, read: json },
];
const listOfTexts = 1009 as Parameters<typeof types.getTypeParser>[0];

const own = new Map<number, Read>(
  reads.flatMap(({ type, list, read }): [number, Read][] => [
    [type, read],
    [list, (text) => each(types.getTypeParser(listOfTexts)(text), read)],
  ]),
);

/** Lists in lists have any depth; what is null in one stays it. */
function each(value: unknown, read: Read): unknown {
  if (Array.isArray(value)) return value.map((one) => each(one, read));
  return typeof value === "string" ? read(value) : value;
}

/** For a connection of a node: those of the client, which Sluice's own tables use, stay as they are. */
export const postgresTypes: { readonly getTypeParser: typeof types.getTypeParser } = {
  getTypeParser: (type, format) =>
    (format === "binary" ? undefined : own.get(type)) ?? types.getTypeParser(type, format),
};
