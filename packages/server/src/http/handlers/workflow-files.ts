import type { WorkflowFiles } from "../../workflow-files/workflow-files.ts";
import { nameOf } from "../caller-name.ts";
import type { ContractImplementer } from "../router.ts";

export interface WorkflowFilesHandlersGiven {
  readonly workflowFiles: WorkflowFiles;
}

export function workflowFilesHandlers(
  api: ContractImplementer,
  { workflowFiles }: WorkflowFilesHandlersGiven,
) {
  return {
    workflowFiles: {
      get: api.workflowFiles.get.handler(({ input }) => workflowFiles.get(input)),
      read: api.workflowFiles.read.handler(({ input }) => workflowFiles.read(input.text)),
      apply: api.workflowFiles.apply.handler(({ input, context }) =>
        workflowFiles.apply({ ...input, by: nameOf(context) }),
      ),
    },
    templates: {
      list: api.templates.list.handler(() => ({ items: workflowFiles.templates() })),
      get: api.templates.get.handler(({ input }) => ({ document: workflowFiles.template(input) })),
    },
  };
}
