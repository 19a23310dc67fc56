import { z } from "zod";
import { unknownOf } from "../stores/database/known-migrations.ts";
import { version as thisVersion } from "../version.ts";
import { BackupError } from "./backup-error.ts";

/** Of the archive itself: which files are in it and what they hold. */
const thisFormat = 1;

export const manifestName = "manifest.json";
export const databaseFile = "sluice.db";
export const keyFile = "secret.key";
export const queueFile = "queue.copy";
/** The file that holds the rows of a table, as PostgreSQL's COPY writes them. */
export const tableFile = (table: string): string => `tables/${table}.copy`;

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/);
const count = z.int().min(0);

export const manifestSchema = z.object({
  product: z.literal("sluice"),
  format: z.int().min(1),
  /** Of the program that made it. */
  version: z.string(),
  /** Everything that was accepted up to here is in it; ISO 8601. */
  madeAt: z.iso.datetime(),
  database: z.enum(["sqlite", "postgres"]),
  /** The migrations that its tables had. */
  schema: z.array(z.object({ madeAt: z.number(), hash: z.string(), version: z.string().nullable() })),
  /** Rows by table. */
  counts: z.record(name, count),
  /** PostgreSQL: columns by table, in the order of the rows' values. */
  columns: z.record(name, z.array(name)).optional(),
  /** Whether the key of the secrets is in it, and its name; null: nobody has used one. */
  key: z.object({ included: z.boolean(), id: z.string().nullable() }),
  files: z.array(z.object({ name: z.string(), bytes: count, sha256: z.string().regex(/^[0-9a-f]{64}$/) })),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Where a backup was read from, for the sentences about it. */
const remedyFor = (maker: string) => `install Sluice ${maker} or newer and restore it with that`;

export function newManifest(parts: Omit<Manifest, "product" | "format" | "version">): Manifest {
  return { product: "sluice", format: thisFormat, version: thisVersion, ...parts };
}

/** Throws a `BackupError` for what is no manifest, or one of a later format. */
export function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BackupError("The backup is damaged: its manifest.json is not JSON.");
  }
  const head = manifestSchema.pick({ product: true, format: true, version: true }).safeParse(value);
  if (!head.success)
    throw new BackupError("This is no backup of Sluice: its manifest.json is of something else.");
  if (head.data.format > thisFormat) {
    throw new BackupError(
      `The backup was made by Sluice ${head.data.version} in a format that this one (${thisVersion}) does not know: ${remedyFor(head.data.version)}.`,
    );
  }
  const read = manifestSchema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new BackupError(
    `The backup is damaged: its manifest.json is not valid at ${issue?.path.join(".") || "its top"}.`,
  );
}

/** Throws a `BackupError` when the tables in it are of a newer program: nobody can take a step of theirs back. */
export function insistOnSchema(
  { schema, version }: Manifest,
  known: readonly { readonly folderMillis: number; readonly hash: string }[],
): void {
  if (unknownOf(known, schema).length === 0) return;
  throw new BackupError(
    `The backup was made by Sluice ${version}, whose tables are newer than or different from those of this one (${thisVersion}): ${remedyFor(version)}.`,
  );
}
