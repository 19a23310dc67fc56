import type { JsonObject } from "@sluice/workflow/node-contract";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { type ExampleTexts, readExamples } from "../../document/merge-examples.ts";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { listOf, objectOf, readTrigger } from "../../document/trigger-config.ts";
import { useSnippetRequest } from "../send-test/use-snippet-request.ts";
import { useVariableEdits } from "../variables/use-variable-edits.ts";
import { VariablesSection } from "../variables/variables.tsx";
import { AnswerSection } from "./answer-section.tsx";
import { AuthSection } from "./auth-section.tsx";
import { BodiesSection } from "./bodies-section.tsx";
import { ExamplesSection } from "./examples-section.tsx";
import { LimitsSection } from "./limits-section.tsx";
import { ModeSection } from "./mode-section.tsx";
import { PanelSection } from "./panel-section.tsx";
import { SyncSection } from "./sync-section.tsx";
import { UrlSection } from "./url-section.tsx";
import { useTriggerEdits } from "./use-trigger-edits.ts";

/** Everything about a webhook: its URL, mode, examples, variables, authentication, answer and limits. */
export function WebhookSections({ config }: { config: JsonObject }) {
  const { t } = useTranslation("variables");
  const mode = useOpenDocument((state) => state.document.mode);
  const trigger = useMemo(() => readTrigger(config), [config]);
  const edits = useTriggerEdits();
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
  const takeUser = ({ username: name, password }: { username: string; password: string }) => {
    const others = listOf(objectOf(config.auth).any).filter((user) => objectOf(user).username !== name);
    edits.setUsers([...others, { type: "basic", username: name, password: { secret: { value: password } } }]);
  };
  return (
    <>
      <UrlSection request={request} />
      <ModeSection mode={mode} onChange={edits.setMode} />
      <ExamplesSection examples={trigger.examples} edits={edits} onParse={parseAndMark} onUser={takeUser} />
      <PanelSection title={t("title")} count={trigger.variables.length} hint={t("hint")} place="variables">
        <VariablesSection variables={trigger.variables} reading={reading} added={added} />
      </PanelSection>
      <BodiesSection accept={accept} edits={edits} />
      <AuthSection users={trigger.users} authenticated={trigger.authenticated} edits={edits} />
      {mode === "async" ? (
        <AnswerSection answer={trigger.answer} edits={edits} />
      ) : (
        <SyncSection timeoutSeconds={trigger.timeoutSeconds} edits={edits} />
      )}
      <LimitsSection bodyBytes={trigger.bodyBytes} whenPaused={trigger.whenPaused} edits={edits} />
    </>
  );
}
