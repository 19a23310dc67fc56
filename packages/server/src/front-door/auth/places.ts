import type { ValuePlace } from "./known-values.ts";
import { decodeStrictly } from "./signature/prepare.ts";

/** `Authorization: Basic …`: user and password as sent, with the colon between (RFC 7617). */
export const basicPlace: ValuePlace = {
  type: "basic",
  read({ header }) {
    const given = header("authorization");
    if (given === undefined) return "missing-credentials";
    const token = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(given)?.[1];
    return (token && decodeStrictly(token, "base64")) || "malformed-credentials";
  },
};

/** `Authorization: Bearer …` (RFC 6750). */
export const bearerPlace: ValuePlace = {
  type: "bearer",
  read({ header }) {
    const given = header("authorization");
    if (given === undefined) return "missing-credentials";
    const token = bearerOf(given);
    return token === undefined ? "malformed-credentials" : Buffer.from(token, "latin1");
  },
};

/** The token after `Bearer`; undefined when the header holds something else. */
export function bearerOf(authorization: string): string | undefined {
  return /^bearer +([^\s,]+)$/i.exec(authorization)?.[1];
}

export function headerPlace(name: string, type: string): ValuePlace {
  const lower = name.toLowerCase();
  return {
    type,
    read({ header }) {
      const given = header(lower);
      return given === undefined || given === "" ? "missing-credentials" : Buffer.from(given, "latin1");
    },
  };
}

export function queryPlace(name: string, type: string): ValuePlace {
  return {
    type,
    read({ url }) {
      const mark = url.indexOf("?");
      const values = new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)).getAll(name);
      const [value] = values;
      if (value === undefined || value === "") return "missing-credentials";
      // Two of them mean different things to different readers.
      return values.length > 1 ? "malformed-credentials" : Buffer.from(value, "utf8");
    },
  };
}
