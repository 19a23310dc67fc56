import { Alert, Badge, Button, Loader, Stack } from "@mantine/core";
import {
  type ConnectorOperation,
  checkParameters,
  isWholeSegment,
  nodeOfOperation,
  type OperationParameter,
  parameterValue,
  withParameter,
} from "@sluice/workflow/connectors";
import {
  type FormField,
  type Json,
  type JsonObject,
  operationFieldSchema,
} from "@sluice/workflow/node-contract";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../../api/client.ts";
import { useProblem } from "../../../api/problem-text.ts";
import { useOpenDocument } from "../../../document/open-document-context.ts";
import { useFormContext } from "../form-context.ts";
import classes from "../inspector.module.css";
import { useNodeEdits } from "../use-node-edits.ts";
import type { ControlProps } from "./control-props.ts";

/** The parameters of a connector's operation, each written to where it stands in the request. */
export function OperationControl({ value, labelledBy, onChange, onBlur }: ControlProps) {
  const { t } = useTranslation("inspector");
  const problem = useProblem();
  const { root } = useFormContext();
  const nodeKey = String(root[1]);
  const config = useOpenDocument((state) => state.document.nodes[nodeKey]?.config);
  const chosen = operationFieldSchema.safeParse(value).data;
  const { data, error } = useQuery(
    api.connectors.operation.queryOptions({
      input: { id: chosen?.connector ?? "", operation: chosen?.operation ?? "" },
      enabled: chosen !== undefined,
      retry: false,
      staleTime: 30_000,
    }),
  );
  const letGo = () => {
    onChange(undefined);
    onBlur();
  };
  if (chosen === undefined || error) {
    return (
      <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />}>
        <p className={classes.help}>
          {chosen && <span className="sluice-mono">{`${chosen.connector} / ${chosen.operation}`}</span>}{" "}
          {error ? problem(error).title : ""}
        </p>
        <Button size="compact-sm" variant="default" onClick={letGo}>
          {t("operation.letGo")}
        </Button>
      </Alert>
    );
  }
  if (data === undefined || config === undefined) return <Loader size="sm" />;
  const { operation, connector } = data;
  return (
    <section aria-labelledby={labelledBy} className={classes.operation}>
      <div>
        <strong>{connector.name}</strong> · {operation.summary}{" "}
        {operation.deprecated && (
          <Badge size="sm" color="yellow" variant="light">
            {t("operation.deprecated")}
          </Badge>
        )}
        {operation.description !== "" && operation.description !== operation.summary && (
          <p className={classes.help}>{operation.description}</p>
        )}
        {operation.signIn.length > 0 && config.credential === undefined && (
          <ul className={classes.help}>
            {connector.signIn
              .filter(({ name }) => operation.signIn.includes(name))
              .map(({ name, kind, parameter, description }) => (
                <li key={name}>
                  {t(`operation.signIn.${kind}`, { parameter: parameter ?? "" })} {description}
                </li>
              ))}
          </ul>
        )}
      </div>
      <Parameters
        nodeKey={nodeKey}
        config={config}
        operation={operation}
        start={nodeOfOperation(connector, operation).config}
      />
    </section>
  );
}

interface ParametersProps {
  readonly nodeKey: string;
  readonly config: JsonObject;
  readonly operation: ConnectorOperation;
  /** What choosing the operation anew would make of the config. */
  readonly start: JsonObject;
}

function Parameters({ nodeKey, config, operation, start }: ParametersProps) {
  const { t } = useTranslation("inspector");
  const edits = useNodeEdits(nodeKey);
  const { Field, endEdit } = useFormContext();
  const issues = checkParameters(config, operation);
  const isElsewhere = issues.some(({ code }) => code === "other-url" || code === "other-method");
  const issueOf = (parameter: OperationParameter) =>
    issues.find((issue) => "parameter" in issue && issue.parameter === parameter)?.code;
  const row = (parameter: OperationParameter) => {
    const issue = issueOf(parameter);
    const key = keyOf(parameter);
    return (
      <div key={key}>
        <Field
          field={fieldOf(operation, parameter, t(`operation.in.${parameter.in}`))}
          value={parameterValue(config, operation, parameter)}
          at={
            parameter.in === "body" ? ["body", ...parameter.at] : ["operation", parameter.in, parameter.name]
          }
          onChange={(value) =>
            edits.setConfig(withParameter(config, operation, { parameter, value }), `operation:${key}`)
          }
          onBlur={endEdit}
        />
        {issue && (
          <p className={classes.problem} data-severity="warning">
            {t(`operation.issue.${issue}`)}
          </p>
        )}
      </div>
    );
  };
  const needed = operation.parameters.filter(({ required }) => required);
  const others = operation.parameters.filter(({ required }) => !required);
  const isUsed = (parameter: OperationParameter) =>
    parameterValue(config, operation, parameter) !== undefined;
  return (
    <Stack gap="sm">
      {isElsewhere && (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} aria-hidden />}>
          <p className={classes.help}>
            {t("operation.elsewhere", { method: operation.method, path: operation.path })}
          </p>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              const { method = "GET", url = "" } = start;
              edits.setConfig({ ...config, method, url }, "operation");
              endEdit();
            }}
          >
            {t("operation.restore")}
          </Button>
        </Alert>
      )}
      {needed.map(row)}
      {others.filter(isUsed).map(row)}
      {others.some((parameter) => !isUsed(parameter)) && (
        <details>
          <summary className={classes.more}>
            {t("operation.more", { count: others.filter((one) => !isUsed(one)).length })}
          </summary>
          <Stack gap="sm">{others.filter((parameter) => !isUsed(parameter)).map(row)}</Stack>
        </details>
      )}
    </Stack>
  );
}

function keyOf({ in: place, name }: OperationParameter): string {
  return `${place} ${name}`;
}

/** A parameter as a field of a form: its names are those of the other side, in every language. */
function fieldOf(operation: ConnectorOperation, parameter: OperationParameter, place: string): FormField {
  const { name, description, required, values, type, in: where } = parameter;
  const both = (text: string) => ({ en: text, fr: text });
  const isJson = where === "body" && (type === "array" || type === "object" || type === "any");
  const isNumber = where === "body" && (type === "integer" || type === "number");
  const listed: readonly Json[] | undefined =
    values ?? (where === "body" && type === "boolean" ? [true, false] : undefined);
  return {
    ...{ name, path: [name], label: both(name), holds: "template", required },
    help: both([place, description].filter(Boolean).join(" · ")),
    control: listed ? "select" : isJson ? "json" : isNumber ? "number" : "text",
    kind: isJson ? "any" : isNumber ? "number" : "text",
    ...(isWholeSegment(operation.path, parameter) ? { escape: "url-segment" } : {}),
    ...(listed ? { options: listed.map((value) => ({ value, label: both(String(value)) })) } : {}),
  };
}
