import { parseHeaderLines } from "@sluice/workflow/variables";
import { useMemo } from "react";
import { bodyMediaType } from "../../document/body-media-type.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import type { SnippetRequest } from "../../document/snippets.ts";
import { readTrigger } from "../../document/trigger-config.ts";

/** The request that the open workflow's trigger expects: its URL, its examples and the user that it asks for. */
export function useSnippetRequest(): SnippetRequest {
  const config = useOpenDocument((state) => state.document.trigger.config);
  const url = useOpenDocument((state) => state.workflow.hookUrl);
  return useMemo((): SnippetRequest => {
    const { examples, users, accept } = readTrigger(config);
    const { query, headers, body } = examples;
    const contentType = bodyMediaType(body, accept);
    return { url, query, headers: headerPairs(headers), body, contentType, username: users[0]?.username };
  }, [config, url]);
}

/** The headers of the example that have a value; lines that are no headers are left out. */
function headerPairs(text: string): { name: string; value: string }[] {
  return Object.entries(parseHeaderLines(text).value).flatMap(([name, value]) =>
    value === "" ? [] : [{ name, value }],
  );
}
