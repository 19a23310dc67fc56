import type { JsonObject } from "@sluice/workflow/node-contract";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExampleTexts, readExamples } from "../../document/merge-examples.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { readTrigger } from "../../document/trigger-config.ts";
import { Listen } from "../listen/listen.tsx";
import { RecentRequests } from "../recent-requests/recent-requests.tsx";
import { useSnippetRequest } from "../send-test/use-snippet-request.ts";
import { useSenderEdits } from "../senders/use-sender-edits.ts";
import { useVariableEdits } from "../variables/use-variable-edits.ts";
import { VariablesSection } from "../variables/variables.tsx";
import { AnswerSection } from "./answer-section.tsx";
import { AuthSection } from "./auth-section.tsx";
import { BodiesSection } from "./bodies-section.tsx";
import { ContractSection } from "./contract/contract-section.tsx";
import { DocsSection } from "./contract/docs-section.tsx";
import { ExamplesSection } from "./examples-section.tsx";
import { ModeSection } from "./mode-section.tsx";
import { PanelSection } from "./panel-section.tsx";
import { ProtectionSection } from "./protection-section.tsx";
import { StationSections } from "./station-sections.tsx";
import { SyncSection } from "./sync-section.tsx";
import { UrlSection } from "./url-section.tsx";
import { useTriggerEdits } from "./use-trigger-edits.ts";

/** Everything about a webhook: its URL, mode, examples, variables, authentication, answer and limits. */
export function WebhookSections({ config }: { config: JsonObject }) {
  const { t } = useTranslation("variables");
  const { t: words } = useTranslation("listen");
  const mode = useOpenDocument((state) => state.document.mode);
  const trigger = useMemo(() => readTrigger(config), [config]);
  const edits = useTriggerEdits();
  const senders = useSenderEdits();
  const { parse } = useVariableEdits();
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const { accept } = trigger;
  const { query, headers, body } = useDeferredValue(trigger.examples);
  const reading = useMemo(
    () => readExamples({ query, headers, body, accept }),
    [query, headers, body, accept],
  );
  const request = useSnippetRequest();
  const parseAndMark = (given: ExampleTexts & { curl?: string }) => {
    const merged = parse({ ...given, accept });
    // Whoever pastes a form has a sender that sends forms.
    if (merged.bodyKind === "form" && !accept.includes("form")) edits.setAccept([...accept, "form"]);
    setAdded(new Set(merged.added));
    return merged;
  };
  return (
    <>
      <UrlSection request={request} />
      <PanelSection title={words("title")} hint={words("hint")}>
        <Listen />
      </PanelSection>
      <PanelSection title={words("recent.title")} hint={words("recent.hint")}>
        <RecentRequests />
      </PanelSection>
      <ModeSection mode={mode} onChange={edits.setMode} />
      <ExamplesSection
        examples={trigger.examples}
        edits={edits}
        onParse={parseAndMark}
        onUser={senders.letIn}
      />
      <PanelSection title={t("title")} count={trigger.variables.length} hint={t("hint")} place="variables">
        <VariablesSection variables={trigger.variables} reading={reading} added={added} />
      </PanelSection>
      <BodiesSection accept={accept} edits={edits} />
      <ContractSection config={config} variables={trigger.variables} body={body} />
      <AuthSection config={config} />
      {mode === "async" ? (
        <AnswerSection answer={trigger.answer} edits={edits} />
      ) : (
        <SyncSection timeoutSeconds={trigger.timeoutSeconds} onTimeout={trigger.onTimeout} edits={edits} />
      )}
      <StationSections config={config} mode={mode} />
      <DocsSection config={config} />
      <ProtectionSection config={config} />
    </>
  );
}
