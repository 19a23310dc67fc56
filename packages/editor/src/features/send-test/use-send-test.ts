import { parseExamples, parseHeaderLines } from "@sluice/workflow/variables";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toState } from "../../api/api-gateway.ts";
import { api, client } from "../../api/client.ts";
import { bodyMediaType } from "../../document/body-media-type.ts";
import { useOpenWorkflow } from "../../document/open-document-context.ts";
import { savedDraft } from "../../document/saved-draft.ts";
import type { SnippetCredential } from "../../document/snippet-credentials.ts";
import { headersToSend, urlWithQuery } from "../../document/snippets.ts";
import { acceptOf } from "../../document/trigger-config.ts";
import { useShownRun } from "../run-view/use-shown-run.ts";
import { useTryDraft } from "../trial/use-try-draft.ts";
import { proofsOf, queryWithKeys } from "./proofs.ts";
import { onThisOrigin, sendTest, type TestAnswer } from "./send-request.ts";

/** The fields of the form, as text. */
export interface TestTexts {
  readonly query: string;
  readonly headers: string;
  readonly body: string;
  readonly username: string;
  readonly password: string;
  /** A key, token or secret for each credential that is asked for, in their order. */
  readonly secrets: readonly string[];
}

/** What the dialog can do. Each resolves when the answer is there and shows the execution in the run view. */
export function useSendTest(hookUrl: string, credentials: readonly SnippetCredential[]) {
  const open = useOpenWorkflow();
  const { store } = open;
  const queryClient = useQueryClient();
  const showRun = useShownRun((state) => state.show);
  const tryDraft = useTryDraft();

  const accept = () => acceptOf(store.getState().document.trigger.config.accept);

  const send = async (texts: TestTexts): Promise<TestAnswer> => {
    const headers = Object.entries(parseHeaderLines(texts.headers).value).flatMap(([name, value]) =>
      value === "" ? [] : [{ name, value }],
    );
    const query = queryWithKeys(texts, credentials);
    const proofs = await proofsOf(credentials, { texts, url: urlWithQuery(hookUrl, query) });
    const proven = new Set(proofs.map(({ name }) => name.toLowerCase()));
    const answer = await sendTest({
      url: onThisOrigin(urlWithQuery(hookUrl, query)),
      headers: [
        ...headersToSend({ headers, contentType: bodyMediaType(texts.body, accept()) }).filter(
          ({ name }) => !proven.has(name.toLowerCase()),
        ),
        ...proofs,
      ],
      body: texts.body,
      user: credentials.some(({ kind }) => kind === "basic")
        ? { username: texts.username, password: texts.password }
        : null,
    });
    if (answer.executionId !== null) showRun(answer.executionId);
    return answer;
  };

  const publishAndSend = async (texts: TestTexts): Promise<TestAnswer> => {
    const id = await savedDraft(open);
    await client.workflows.publish({ id });
    store.learn(toState(await client.workflows.get({ id })));
    return send(texts);
  };

  /** What the draft runs on. Throws a `BodyError`. */
  const inputOf = (texts: TestTexts) => {
    const { examples, problems } = parseExamples({
      ...{ query: texts.query, headers: texts.headers, body: texts.body, accept: accept() },
    });
    const wrong = problems.find(({ from, code }) => from === "body" && code !== "dangerous-name");
    if (wrong) throw new BodyError(wrong.line ?? 1, wrong.column ?? 1);
    return {
      query: examples.query,
      headers: examples.headers,
      ...(texts.body.trim() === "" ? {} : { body: examples.body }),
    };
  };

  const runDraft = async (texts: TestTexts): Promise<string> => {
    const id = await savedDraft(open);
    const execution = await client.workflows.run({ id, version: "draft", input: inputOf(texts) });
    queryClient.setQueryData(api.executions.get.queryKey({ input: { id: execution.id } }), execution);
    showRun(execution.id);
    return execution.id;
  };

  return {
    send: useMutation({
      mutationFn: (given: { texts: TestTexts; publish: boolean }) =>
        given.publish ? publishAndSend(given.texts) : send(given.texts),
    }),
    runDraft: useMutation({ mutationFn: runDraft }),
    tryDraft: useMutation({
      mutationFn: async ({ texts, outputsOf }: { texts: TestTexts; outputsOf: string | null }) =>
        tryDraft({ source: { from: "request", ...inputOf(texts) }, outputsOf }),
    }),
  };
}

/** The body is no JSON, which a run without the front door needs. Line and column count from 1. */
export class BodyError extends Error {
  override readonly name = "BodyError";
  readonly line: number;
  readonly column: number;

  constructor(line: number, column: number) {
    super("the body is not valid JSON");
    this.line = line;
    this.column = column;
  }
}
