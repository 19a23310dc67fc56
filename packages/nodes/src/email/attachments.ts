import {
  type FileValue,
  fileBytes,
  fileValueSchema,
  type Json,
  type MailAttachment,
  NodeError,
  type RunContext,
} from "@sluice/workflow/node-contract";

/** Most servers take 25 MB, and base64 makes a third more of it. */
const mostBytes = 18 * 1024 * 1024;
const mostFiles = 50;

/**
 * Files with their content: what stands in the value, else what the execution's delivery brought. Throws
 * `invalid-attachment`, and `attachments-too-large` for more than 18 MiB.
 */
export async function attachmentsOf(
  value: Json,
  context: Pick<RunContext, "file">,
): Promise<MailAttachment[]> {
  const files = (Array.isArray(value) ? value.flat() : [value]).filter(
    (file) => file !== null && file !== "",
  );
  if (files.length > mostFiles)
    throw invalid(`there are ${files.length} files, and ${mostFiles} are sent at most`);
  const made: MailAttachment[] = [];
  let size = 0;
  for (const [position, file] of files.entries()) {
    const parsed = fileValueSchema.safeParse(file);
    if (!parsed.success)
      throw invalid(`file ${position + 1} is no file: give one of the request, or { "filename", "text" }`);
    const content = await contentOf(parsed.data, position, context);
    size += content.length;
    if (size > mostBytes) {
      throw new NodeError({
        code: "attachments-too-large",
        message: `the files have more than ${mostBytes} bytes together; most mail servers take no more`,
      });
    }
    const { filename, contentType, text } = parsed.data;
    made.push({
      filename: filename || `file-${position + 1}`,
      contentType:
        contentType || (text === undefined ? "application/octet-stream" : "text/plain; charset=utf-8"),
      content,
    });
  }
  return made;
}

async function contentOf(
  file: FileValue,
  position: number,
  context: Pick<RunContext, "file">,
): Promise<Uint8Array> {
  try {
    return await fileBytes(file, context);
  } catch (error) {
    if (!(error instanceof NodeError) || error.code !== "invalid-file") throw error;
    throw invalid(`file ${position + 1}: ${error.message}`);
  }
}

function invalid(message: string): NodeError {
  return new NodeError({ code: "invalid-attachment", message });
}
