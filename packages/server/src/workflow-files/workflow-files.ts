import type { AppliedFile, ReadFileResult, WorkflowTemplate } from "@sluice/api/schemas";
import type { WorkflowDocument } from "@sluice/workflow/document";
import { type FileProblem, fileNameOf, readWorkflowFile, writeWorkflowFile } from "@sluice/workflow/file";
import { convertN8n, isN8nExport } from "@sluice/workflow/n8n";
import { templates } from "@sluice/workflow/templates";
import { PublicError } from "../errors.ts";
import { findingsOf } from "../workflows/findings.ts";
import { type ApplyGiven, type ApplyOptions, applyFile } from "./apply-file.ts";
import { withOwnReferences } from "./own-references.ts";

/** Workflows as files. */
export interface WorkflowFiles {
  /** The draft, or a version. Throws `workflow-not-found` and `version-not-found`. */
  get(given: { id: string; version?: number | undefined }): Promise<{ fileName: string; text: string }>;
  /** Throws `invalid-file`. Saves nothing. */
  read(text: string): Promise<ReadFileResult>;
  /** Throws `invalid-file`, and what `applyFile` throws. */
  apply(given: ApplyOptions & { text: string }): Promise<AppliedFile>;
  templates(): WorkflowTemplate[];
  /** Throws `template-not-found`. */
  template(given: { key: string; language?: "en" | "fr" | undefined }): WorkflowDocument;
}

export function createWorkflowFiles(given: ApplyGiven): WorkflowFiles {
  const { policy, workflows, publishing } = given;
  return {
    async get({ id, version }) {
      const { draft, folder, tags } = await workflows.get(id);
      const document = version === undefined ? draft : (await publishing.version({ id, version })).document;
      return { fileName: fileNameOf(document.name), text: writeWorkflowFile({ id, folder, tags, document }) };
    },

    async read(text) {
      const exported = jsonOf(text);
      if (isN8nExport(exported)) {
        const converted = convertN8n(exported);
        if (!converted.ok) throw invalid([{ at: [], message: converted.message, line: 1, column: 1 }]);
        const { document, notices } = converted;
        const findings = await findingsOf(policy, { workflowId: "", document });
        return { from: "n8n", id: null, folder: null, tags: null, document, findings, notices: [...notices] };
      }
      const { id = null, folder = null, tags, document: written } = fileOf(text);
      // A new workflow has none of the secrets that the file refers to.
      const known = await policy.credentials.ids();
      const { document } = withOwnReferences({
        document: written,
        current: undefined,
        isOwn: () => false,
        hasCredential: (reference) => known.has(reference),
      });
      const findings = await findingsOf(policy, { workflowId: "", document });
      return {
        ...{ from: "sluice" as const, id, folder, tags: tags ? [...tags] : null },
        ...{ document, findings, notices: [] },
      };
    },

    async apply({ text, ...options }) {
      if (isN8nExport(jsonOf(text))) {
        const message =
          "this was exported from n8n: import it in the editor, which shows first what cannot be carried over";
        throw invalid([{ at: [], message, line: 1, column: 1 }]);
      }
      return applyFile(given, fileOf(text), options);
    },

    templates: () =>
      templates.map(({ key, title, description, mode }) => ({ key, title, description, mode })),

    template({ key, language = "en" }) {
      const found = templates.find((template) => template.key === key);
      if (!found) throw new PublicError("template-not-found");
      return found.document(language);
    },
  };
}

function fileOf(text: string) {
  const read = readWorkflowFile(text);
  if (!read.ok) throw invalid(read.problems);
  return read.file;
}

function invalid(issues: readonly FileProblem[]): PublicError {
  return new PublicError("invalid-file", { members: { issues } });
}

/** Undefined: it is no JSON. */
function jsonOf(text: string): unknown {
  if (!text.trimStart().startsWith("{")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
