import { oc } from "@orpc/contract";
import { z } from "zod";
import { actSchema, auditFilterSchema, auditFormats } from "../schemas/audit.ts";
import { pageInput, pageOf } from "../schemas/common.ts";

const tags = ["Audit"];

/** Acts in one file. */
export const mostExported = 50_000;

export const audit = {
  list: oc
    .route({ method: "GET", path: "/audit", tags, summary: "Who did what, newest first" })
    .input(auditFilterSchema.extend(pageInput))
    .output(pageOf(actSchema)),
  export: oc
    .route({
      method: "GET",
      path: "/audit/export",
      tags,
      outputStructure: "detailed",
      summary: "Who did what, as a file",
      description: `CSV, or one JSON text a line; the newest ${mostExported.toLocaleString("en")} acts that fit. Narrow the time to get older ones.`,
    })
    .input(auditFilterSchema.extend({ format: z.enum(auditFormats).default("csv") }))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() })),
};
