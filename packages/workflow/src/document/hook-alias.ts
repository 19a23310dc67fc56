import { z } from "zod";

const generatedLength = 24;

/** A name that a trigger URL has beside its key. It never looks like a key, so that no key can ever be guessed to be one. */
export const hookAliasSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9_-]{2,63}$/,
    "an alias has 3 to 64 small letters, digits, - and _, and begins with none of the two",
  )
  .refine(
    (alias) => alias.length !== generatedLength || /[-_]/.test(alias),
    `an alias of ${generatedLength} characters needs a - or _: it would look like a key`,
  );
