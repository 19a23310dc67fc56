import { mostExported } from "@sluice/api/contract";
import type { Act } from "@sluice/api/schemas";
import type { Audit } from "../../audit/audit.ts";
import { csvOf, jsonLinesOf } from "../../audit/export.ts";
import { pageById } from "../page.ts";
import type { ContractImplementer } from "../router.ts";

export interface AuditHandlersGiven {
  readonly audit: Pick<Audit, "list">;
}

/** Acts that are read at once for a file. */
const atOnce = 1000;

export function auditHandlers(api: ContractImplementer, { audit }: AuditHandlersGiven) {
  return {
    list: api.audit.list.handler(({ input: { limit, cursor, ...filter } }) =>
      pageById({ limit, cursor, prefix: "aud" }, (page) => audit.list({ ...filter, ...page })),
    ),
    export: api.audit.export.handler(async ({ input: { format, ...filter } }) => {
      const acts: Act[] = [];
      for (let before: string | undefined; acts.length < mostExported; before = acts.at(-1)?.id) {
        const page = await audit.list({ ...filter, before, limit: atOnce });
        acts.push(...page);
        if (page.length < atOnce) break;
      }
      const name = `audit.${format}`;
      const type = format === "csv" ? "text/csv; charset=utf-8" : "application/jsonl";
      return {
        headers: { "content-disposition": `attachment; filename="${name}"` },
        body: new File([format === "csv" ? csvOf(acts) : jsonLinesOf(acts)], name, { type }),
      };
    }),
  };
}
