import { Text } from "@mantine/core";
import type { TestFailure, TestResult } from "@sluice/api/schemas";
import { useTranslation } from "react-i18next";
import { useOpenDocument } from "../../document/open-document-context.ts";
import classes from "./tests.module.css";

/** What a test came to: each expectation that was not met, with what was expected and what was got. */
export function TestOutcome({ result }: { result: TestResult }) {
  const { t } = useTranslation("tests");
  const { failures, answer, execution } = result;
  return (
    <>
      <Text size="xs" c="dimmed">
        {t("came", { status: answer.status })}{" "}
        {execution === null ? t("nothingRan") : t("ended", { status: execution.status })}
        {execution?.error && ` · ${execution.error.message}`}
      </Text>
      {failures.length > 0 && (
        <ul className={classes.failures}>
          {failures.map((failure) => (
            <Failure key={`${failure.expectation} ${failure.node} ${failure.path}`} failure={failure} />
          ))}
        </ul>
      )}
    </>
  );
}

function Failure({ failure }: { failure: TestFailure }) {
  const { t } = useTranslation("tests");
  const { expectation, node, path, expected, got } = failure;
  const name = useOpenDocument((state) => (node === null ? undefined : state.document.nodes[node]?.name));
  const compares = !["ran", "not-ran", "recorded"].includes(expectation);
  return (
    <li>
      {t(`expectation.${expectation}`, { node: name || node })}
      {path !== "" && (
        <>
          {" "}
          <code className={classes.code}>{path}</code>
        </>
      )}
      {compares && (
        <dl className={classes.values}>
          <dt>{t("expected")}</dt>
          <dd>{shown(expected, t("nothing"))}</dd>
          <dt>{t("got")}</dt>
          <dd>{shown(got, t("nothing"))}</dd>
        </dl>
      )}
    </li>
  );
}

function shown(value: unknown, nothing: string): string {
  return value === undefined ? nothing : JSON.stringify(value);
}
