import { z } from "zod";

export const maxTags = 20;

/** One part of a folder's path. */
const part = /^[^/\p{Cc}]{1,80}$/u;

/**
 * Where a workflow stands in the list, beside its document, so that tidying up changes no draft: `Shop/Payments`; empty: in no
 * folder.
 */
export const folderSchema = z
  .string()
  .max(400)
  .refine(
    (folder) =>
      folder === "" ||
      folder.split("/").every((name) => part.test(name) && name.trim() === name && !/^\.{1,2}$/.test(name)),
    "a folder is names joined by /, each of 1 to 80 characters, without spaces at its ends, and none of them is . or ..",
  );

/** A word that workflows are found by. */
export const tagSchema = z
  .string()
  .regex(/^[^,\p{Cc}]{1,50}$/u, "a tag has 1 to 50 characters and no comma")
  .refine((tag) => tag.trim() === tag, "a tag has no spaces at its ends");

export const tagsSchema = z
  .array(tagSchema)
  .max(maxTags)
  .refine((tags) => new Set(tags).size === tags.length, "a tag stands here twice");
