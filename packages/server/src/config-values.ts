import { isIP } from "node:net";
import { isAbsolute } from "node:path";
import type { TokenPrice } from "@sluice/workflow/node-contract";
import ipaddr from "ipaddr.js";

/*
 * How the text of a setting becomes its value. Each throws the part of a sentence that follows the setting's name.
 */

export function wholeNumber(text: string, least: number, most: number): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most))
    throw new Error(`must be a whole number from ${least} to ${most}`);
  return number;
}

export function oneOf<const Word extends string>(text: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new Error(`must be one of ${words.join(", ")}`);
  return word;
}

export function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A host name or address without port, lower case, IPv6 without brackets. */
export function hostName(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const isName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(
    bare,
  );
  if (isIP(bare) === 0 && !isName) throw new Error("must be host names or addresses without scheme and port");
  return bare;
}

export function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url && /^https?:$/.test(url.protocol) && url.pathname === "/" && !url.search && !url.hash;
  if (!plain || url.username)
    throw new Error("must be an http or https address without path, such as https://hooks.example.com");
  return url.origin;
}

/** A path that begins at the root. */
/** The issuer of an OpenID Connect provider: https, or http on this machine. */
export function issuer(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);
  const good = url && (url.protocol === "https:" || (url.protocol === "http:" && local));
  if (!good || url.username || url.search || url.hash)
    throw new Error("must be the issuer's https address, such as https://login.example.com/realms/shop");
  return url;
}

export function oidcScopes(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== "");
  for (const needed of ["openid", "email"])
    if (!words.includes(needed)) throw new Error(`must hold ${needed}, such as "openid email"`);
  return words.join(" ");
}

export function absolutePath(text: string): string {
  if (!isAbsolute(text)) throw new Error("must be whole paths, from the root");
  return text;
}

/** Prices by model: `model=in/out`, in US dollars for a million tokens. */
export function modelPrices(text: string): ReadonlyMap<string, TokenPrice> {
  const priced = list(text).map((part): [string, TokenPrice] => {
    const [, model, input, output] =
      /^([^=\s]+)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/.exec(part) ?? [];
    if (model === undefined) throw new Error("must be prices such as gpt-5-mini=0.25/2");
    return [model, { input: Number(input), output: Number(output) }];
  });
  return new Map(priced);
}

export function network(text: string): string {
  if (!ipaddr.isValid(text) && !ipaddr.isValidCIDR(text)) {
    throw new Error("must be addresses or networks such as 10.0.0.0/8");
  }
  return text;
}

export function keyText(text: string): string {
  if (text.length < 32) {
    throw new Error("must be random text of at least 32 characters (openssl rand -base64 32)");
  }
  return text;
}

export function emailAddress(text: string): string {
  if (text.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(text)) throw new Error("must be an e-mail address");
  return text;
}

export function password(text: string): string {
  if (text.length < 10) throw new Error("must have at least 10 characters");
  return text;
}

export function variableName(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) throw new Error("must be names of environment variables");
  if (text.startsWith("SLUICE_")) throw new Error("must not list Sluice's own settings");
  return text;
}

export function postgresUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain =
    url && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== "" && url.pathname.length > 1;
  if (!plain) throw new Error("must be an address such as postgres://user:password@host:5432/database");
  return text;
}

/** The address of a database as it may be shown: without its password. */
export function withoutPassword(text: string): string {
  const url = new URL(text);
  if (url.password !== "") url.password = "***";
  for (const name of [...url.searchParams.keys()]) {
    if (/password/i.test(name)) url.searchParams.set(name, "***");
  }
  return url.href;
}

export const roles = ["web", "worker"] as const;

export function roleList(text: string): readonly (typeof roles)[number][] {
  const named = list(text).map((word) => oneOf(word, roles));
  if (named.length === 0) throw new Error(`must be one or more of ${roles.join(", ")}`);
  return roles.filter((role) => named.includes(role));
}
