export * from "./file/read-workflow-file.ts";
export { fileNameOf, type WorkflowFile, writeWorkflowFile } from "./file/write-workflow-file.ts";
