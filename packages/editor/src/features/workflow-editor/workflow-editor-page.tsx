import { Center, Loader } from "@mantine/core";
import { ProblemError } from "@sluice/api/client";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { toState, toStored } from "../../api/api-gateway.ts";
import { api } from "../../api/client.ts";
import { useMay } from "../../api/may.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useSession } from "../../api/session.ts";
import { OpenWorkflowContext } from "../../document/open-document-context.ts";
import { type Opened, openWorkflow } from "./open-workflow.ts";
import { WorkflowEditor } from "./workflow-editor.tsx";

/** The screen of one workflow: reads it, opens it, and keeps it open while the screen is shown. */
export function WorkflowEditorPage() {
  const { id } = useParams({ from: "/signed-in/workflows/$id" });
  const readOnly = !useMay("workflows:write");
  const account = useSession()?.user.id ?? "";
  return <Loaded key={`${id} ${readOnly} ${account}`} {...{ id, readOnly, account }} />;
}

function Loaded({ id, readOnly, account }: { id: string; readOnly: boolean; account: string }) {
  const { t } = useTranslation("editor");
  const query = useQuery(api.workflows.get.queryOptions({ input: { id } }));
  const [opened, setOpened] = useState<Opened | null>(null);
  const [failed, setFailed] = useState<{ error: unknown } | null>(null);
  const first = useRef(query.data);
  first.current ??= query.data;
  const ready = first.current !== undefined;

  useEffect(() => {
    const workflow = first.current;
    if (!ready || !workflow) return;
    let gone = false;
    const opening = openWorkflow(toStored(workflow), { readOnly, account });
    opening.then(
      (one) => {
        if (!gone) setOpened(one);
      },
      (error: unknown) => {
        if (!gone) setFailed({ error });
      },
    );
    return () => {
      gone = true;
      setOpened(null);
      void opening.then((one) => one.close()).catch(() => undefined);
    };
  }, [ready, readOnly, account]);

  // The news of the server make the query read again: what another session did arrives here.
  useEffect(() => {
    if (!opened || !query.data) return;
    const workflow = toState(query.data);
    const { revision } = opened.store.getState();
    if (workflow.revision > revision) void opened.autosave.heard(workflow.revision);
    else if (workflow.revision === revision) opened.store.learn(workflow);
  }, [opened, query.data]);

  // Deleted by another while it is open here: said at once, not when the next edit cannot be saved.
  const { error } = query;
  useEffect(() => {
    if (!opened || !(error instanceof ProblemError) || error.problem.code !== "workflow-not-found") return;
    const { code, detail } = error.problem;
    opened.store.setState({ save: { state: "failed", code, detail } });
  }, [opened, error]);

  if (opened) {
    return (
      <OpenWorkflowContext value={opened}>
        <WorkflowEditor />
      </OpenWorkflowContext>
    );
  }
  // As any other error of a screen: with its reason, and a way to load it anew.
  if (failed) throw failed.error;
  if (query.isError) return <ProblemState error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <Center h="100%">
      <Loader aria-label={t("loading")} />
    </Center>
  );
}
