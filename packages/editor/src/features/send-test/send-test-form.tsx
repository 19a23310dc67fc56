import { Alert, Button, Loader, PasswordInput, Textarea, TextInput } from "@mantine/core";
import { parseHeaderLines } from "@sluice/workflow/variables";
import { IconPlayerPlay, IconSend } from "@tabler/icons-react";
import { type FormEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import { readTrigger } from "../../document/trigger-config.ts";
import { ProofFields } from "./proof-fields.tsx";
import { RequestForm } from "./request-form.tsx";
import { isForbiddenHeader } from "./send-request.ts";
import classes from "./send-test.module.css";
import { SourcePicker } from "./source-picker.tsx";
import { TestOutcome } from "./test-outcome.tsx";
import { type TestTexts, useSendTest } from "./use-send-test.ts";
import { useSnippetRequest } from "./use-snippet-request.ts";
import { WithoutCalling } from "./without-calling.tsx";

/** What the form held when somebody went from it to the canvas; no password or secret is in it. */
export interface KeptForm {
  readonly texts: TestTexts;
  readonly dry: boolean;
  readonly outputsOf: string | null;
}

export interface SendTestFormProps {
  /** Null: it begins with the example. */
  readonly kept: KeptForm | null;
  /** To the canvas, and back later. */
  readonly onLeave: (form: KeptForm) => void;
}

/** The request as it will be sent, the ways to send it, and what came back. */
export function SendTestForm({ kept, onLeave }: SendTestFormProps) {
  const { t } = useTranslation("test");
  const request = useSnippetRequest();
  const { credentials } = request;
  const user = credentials.find(({ kind }) => kind === "basic");
  const isWebhook = useOpenDocument((state) => state.document.trigger.type === "webhook");
  const { published, paused, changed } = useOpenDocument((state) => state.workflow);
  const unsaved = useOpenDocument((state) => state.save.state !== "saved");
  const [example] = useState({
    query: request.query.trim(),
    headers: request.headers.map(({ name, value }) => `${name}: ${value}`).join("\n"),
    body: request.body,
  });
  const [texts, setTexts] = useState<TestTexts>({
    ...(kept?.texts ?? example),
    username: kept?.texts.username ?? (user?.kind === "basic" ? user.username : ""),
    password: "",
    secrets: [],
  });
  const config = useOpenDocument((state) => state.document.trigger.config);
  const { variables, accept } = useMemo(() => readTrigger(config), [config]);
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const [held, setHeld] = useState(false);
  const onProblem = useCallback((key: string, isWrong: boolean) => {
    setWrong((known) => {
      if (known.has(key) === isWrong) return known;
      return new Set(isWrong ? [...known, key] : [...known].filter((one) => one !== key));
    });
  }, []);
  const [dry, setDry] = useState(kept?.dry ?? false);
  const [outputsOf, setOutputsOf] = useState(kept?.outputsOf ?? null);
  const { send, runDraft, tryDraft } = useSendTest(request.url, credentials);
  const busy = send.isPending || runDraft.isPending || tryDraft.isPending;
  const came = send.data ?? runDraft.data ?? tryDraft.data ?? send.error ?? runDraft.error ?? tryDraft.error;
  const outcome = useRef<HTMLDivElement>(null);
  // It comes below a form that may fill the dialog.
  useEffect(() => {
    if (came) outcome.current?.scrollIntoView({ block: "nearest" });
  }, [came]);
  const set = (change: Partial<TestTexts>) => setTexts({ ...texts, ...change });
  const headers = parseHeaderLines(texts.headers);
  const ownToBrowser = Object.keys(headers.value).filter(isForbiddenHeader);
  const ahead = published !== null && (changed || unsaved);
  const forget = () => {
    for (const one of [send, runDraft, tryDraft]) one.reset();
  };
  /** What a field shows and the request has not is not left aside without a word. */
  const isReady = () => {
    if (busy) return false;
    forget();
    setHeld(wrong.size > 0);
    return wrong.size === 0;
  };
  const start = (publish: boolean) => {
    if (isReady()) send.mutate({ texts, publish });
  };
  const startDraft = () => {
    if (!isReady()) return;
    if (dry) tryDraft.mutate({ texts, outputsOf });
    else runDraft.mutate(texts);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dry) startDraft();
    else if (isWebhook) start(published === null);
  };
  // A button that is disabled loses the focus: these look it, and do nothing.
  const resting = busy ? { "aria-disabled": true, "data-disabled": true } : {};
  return (
    <form onSubmit={submit} className={classes.form}>
      {isWebhook && (
        <div className={classes.target}>
          <span className={classes.method}>POST</span>
          <code>{request.url}</code>
        </div>
      )}
      {paused && (
        <Alert color="yellow" variant="light">
          {t("paused")}
        </Alert>
      )}
      <SourcePicker
        example={example}
        onFill={(filled, executionId) => {
          set(filled);
          setOutputsOf(executionId);
        }}
      />
      <div className={variables.length > 0 ? classes.sides : undefined}>
        {variables.length > 0 && (
          <RequestForm
            variables={variables}
            accept={accept}
            texts={texts}
            onChange={set}
            onProblem={onProblem}
          />
        )}
        <Textarea
          label={t("body")}
          description={t("bodyHelp")}
          classNames={{ input: classes.code ?? "" }}
          autosize
          minRows={variables.length > 0 ? 12 : 5}
          maxRows={18}
          spellCheck={false}
          data-autofocus
          value={texts.body}
          onChange={(event) => set({ body: event.currentTarget.value })}
        />
      </div>
      <div className={classes.columns}>
        <TextInput
          label={t("query")}
          classNames={{ input: classes.code ?? "" }}
          placeholder="shop=7&lang=fr"
          spellCheck={false}
          value={texts.query}
          onChange={(event) => set({ query: event.currentTarget.value })}
        />
        <Textarea
          label={t("headers")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          classNames={{ input: classes.code ?? "" }}
          placeholder="X-Request-Id: 7f3a"
          autosize
          minRows={1}
          maxRows={8}
          spellCheck={false}
          value={texts.headers}
          error={
            headers.problems.length > 0
              ? t("headersWrong", { line: headers.problems[0]?.line ?? 1 })
              : undefined
          }
          description={
            ownToBrowser.length > 0 ? t("headersKept", { names: ownToBrowser.join(", ") }) : undefined
          }
          onChange={(event) => set({ headers: event.currentTarget.value })}
        />
      </div>
      {user !== undefined && (
        <div className={classes.columns}>
          <TextInput
            label={t("username")}
            autoComplete="off"
            value={texts.username}
            onChange={(event) => set({ username: event.currentTarget.value })}
          />
          <PasswordInput
            label={t("password")}
            description={t("passwordHelp")}
            inputWrapperOrder={["label", "input", "description", "error"]}
            autoComplete="off"
            visibilityToggleButtonProps={{ "aria-label": t("showPassword"), tabIndex: 0 }}
            value={texts.password}
            onChange={(event) => set({ password: event.currentTarget.value })}
          />
        </div>
      )}
      <ProofFields
        credentials={credentials}
        secrets={texts.secrets}
        onChange={(secrets) => set({ secrets })}
      />
      <WithoutCalling checked={dry} onCheck={setDry} outputsOf={outputsOf} onOutputsOf={setOutputsOf} />
      <p className={classes.note}>
        {dry
          ? t("without.note")
          : !isWebhook
            ? t("noteNoUrl")
            : published === null
              ? t("noteFirst")
              : t(ahead ? "noteAhead" : "noteVersion", { version: published })}
      </p>
      {held && wrong.size > 0 && (
        <Alert role="alert" color="red" variant="light">
          {t("fields.unfinished")}
        </Alert>
      )}
      <div className={classes.actions}>
        {isWebhook && !dry && (
          <Button
            type="submit"
            leftSection={
              send.isPending ? <Loader size={16} color="currentColor" /> : <IconSend size={16} aria-hidden />
            }
            {...resting}
          >
            {t(published === null ? "publishAndSend" : "send")}
          </Button>
        )}
        {isWebhook && !dry && ahead && (
          <Button variant="default" {...resting} onClick={() => start(true)}>
            {t("publishAndSend")}
          </Button>
        )}
        <Button
          variant={dry ? "filled" : "default"}
          leftSection={
            runDraft.isPending || tryDraft.isPending ? (
              <Loader size={16} color="currentColor" />
            ) : (
              <IconPlayerPlay size={16} aria-hidden />
            )
          }
          {...resting}
          onClick={startDraft}
        >
          {t("runDraft")}
        </Button>
      </div>
      <div aria-live="polite" ref={outcome}>
        <TestOutcome
          answer={send.data ?? null}
          executionId={runDraft.data ?? null}
          trial={tryDraft.data ?? null}
          error={send.error ?? runDraft.error ?? tryDraft.error}
          onClose={() => onLeave({ texts: { ...texts, password: "", secrets: [] }, dry, outputsOf })}
        />
      </div>
    </form>
  );
}
