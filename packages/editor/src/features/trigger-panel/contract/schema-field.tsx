import { Button, Textarea } from "@mantine/core";
import { triggerVariableSchema } from "@sluice/workflow/document";
import { compileSchema, schemaFromExample, schemaFromVariables } from "@sluice/workflow/json-schema";
import type { Json, JsonObject } from "@sluice/workflow/node-contract";
import { parseJsonText, parseWrittenJson } from "@sluice/workflow/variables";
import { IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOpenDocument, useOpenDocumentStore } from "../../../document/open-document-context.ts";
import { type DraftVariable, objectOf } from "../../../document/trigger-config.ts";
import { unfinishedAt } from "../../../document/unfinished.ts";
import { useViolationWord } from "../../../i18n/use-violation-word.ts";
import { type JsonProblem, jsonProblem } from "../../json-field/json-field.tsx";
import { useLanguage } from "../../node-card/use-language.ts";
import classes from "../trigger-panel.module.css";
import contract from "./contract.module.css";
import type { ContractEdits } from "./use-contract-edits.ts";

const at = ["trigger", "config", "contract", "schema"];
/** Violations of the example that are listed. */
const mostShown = 5;

export interface SchemaFieldProps {
  readonly config: JsonObject;
  readonly variables: readonly DraftVariable[];
  readonly body: string;
  readonly edits: ContractEdits;
}

/** The JSON Schema of the body as text, what is wrong with it, and whether the example meets it. */
export function SchemaField({ config, variables, body, edits }: SchemaFieldProps) {
  const { t } = useTranslation(["contract", "inspector"]);
  const wrongText = ({ key, values }: JsonProblem) =>
    key === "invalid" ? t("notJson", values) : t(`inspector:json.${key}`, values);
  const { schema } = objectOf(config.contract);
  const text = useSchemaText(schema, edits);
  const example = useMemo(() => (body.trim() === "" ? null : parseJsonText(body)), [body]);
  const ofBody = variables.filter(({ from }) => from === "body");
  const make = (made: Json) => {
    text.forget();
    edits.setSchema(made);
    edits.endGroup();
  };
  if (schema === undefined && text.shown === "") {
    return (
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!example?.ok}
          onClick={() => example?.ok && make(schemaFromExample(example.value))}
        >
          {t("fromExample")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={ofBody.length === 0}
          onClick={() => make(schemaFromVariables(declared(ofBody)))}
        >
          {t("fromVariables")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => make({ type: "object" })}>
          {t("write")}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.field}>
      <Textarea
        label={t("schema")}
        description={t("schemaHelp")}
        classNames={{ input: classes.code }}
        autosize
        minRows={4}
        maxRows={18}
        spellCheck={false}
        value={text.shown}
        onChange={(event) => text.change(event.currentTarget.value)}
        onBlur={edits.endGroup}
        error={text.wrong && wrongText(text.wrong)}
      />
      {text.wrong === null && (
        <SchemaVerdict schema={schema} example={example?.ok ? example.value : undefined} />
      )}
      <div className={classes.buttons}>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            text.forget();
            edits.setSchema(undefined);
            edits.endGroup();
          }}
        >
          {t("removeSchema")}
        </Button>
      </div>
    </div>
  );
}

/** What is wrong with the schema; or else what of the example does not meet it. */
function SchemaVerdict({ schema, example }: { schema: Json | undefined; example: Json | undefined }) {
  const { t } = useTranslation("contract");
  const language = useLanguage();
  const word = useViolationWord();
  const compiled = useMemo(() => (schema === undefined ? null : compileSchema(schema)), [schema]);
  const violations = useMemo(
    () => (compiled === null || example === undefined ? [] : compiled.check(example)),
    [compiled, example],
  );
  if (compiled === null) return null;
  if (compiled.problems.length > 0) {
    return (
      <ul className={contract.told} aria-label={t("problems")}>
        {compiled.problems.map(({ at: place, message }) => (
          <li key={`${place.join("/")} ${message.en}`} className={classes.problem}>
            {message[language]}
          </li>
        ))}
      </ul>
    );
  }
  if (example === undefined) return null;
  if (violations.length === 0) {
    return (
      <p className={classes.fine}>
        <IconCircleCheck size={16} aria-hidden /> {t("exampleFits")}
      </p>
    );
  }
  return (
    <div>
      <p className={classes.problem}>{t("exampleDiffers", { count: violations.length })}</p>
      <ul className={contract.told}>
        {violations.slice(0, mostShown).map(({ path, expected, got }) => (
          <li key={`${path} ${expected}`} className={classes.problem}>
            <code>{path}</code> {t("violation", { expected: word(expected), got: word(got) })}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Only what can be read goes into the document; what cannot is kept beside it, so that it is here again later. */
function useSchemaText(schema: Json | undefined, edits: ContractEdits) {
  const store = useOpenDocumentStore();
  const unfinished = useOpenDocument((state) => unfinishedAt(state.unfinished, at))?.text;
  const [draft, setDraft] = useState(() => pretty(schema));
  useEffect(() => {
    setDraft((current) => (sameAs(current, schema) ? current : pretty(schema)));
  }, [schema]);
  const wrong = useMemo(() => {
    return unfinished === undefined ? null : jsonProblem(parseWrittenJson(unfinished));
  }, [unfinished]);
  return {
    shown: unfinished ?? draft,
    wrong,
    forget: () => store.keepUnfinished(at, null),
    change: (text: string) => {
      setDraft(text);
      const read = parseWrittenJson(text);
      if (text.trim() !== "" && !read.ok) {
        store.keepUnfinished(at, text);
        return;
      }
      store.keepUnfinished(at, null);
      edits.setSchema(text.trim() !== "" && read.ok ? read.value : undefined);
    },
  };
}

function sameAs(text: string, schema: Json | undefined): boolean {
  const read = parseJsonText(text);
  return text.trim() !== "" && read.ok && JSON.stringify(read.value) === JSON.stringify(schema);
}

function pretty(schema: Json | undefined): string {
  return schema === undefined ? "" : JSON.stringify(schema, null, 2);
}

/** Those of a draft that are whole. */
function declared(variables: readonly DraftVariable[]) {
  return variables.flatMap((variable) => {
    const parsed = triggerVariableSchema.safeParse(variable);
    return parsed.success ? [parsed.data] : [];
  });
}
