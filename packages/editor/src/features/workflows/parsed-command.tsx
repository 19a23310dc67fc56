import { Alert, Group, Text } from "@mantine/core";
import type { ParseResult } from "@sluice/workflow/variables";
import { useTranslation } from "react-i18next";

/** What a pasted command was understood as, before the workflow is made from it. */
export function ParsedCommand({ result }: { result: ParseResult }) {
  const { t } = useTranslation("workflows");
  const { variables, problems, basic } = result;
  return (
    <div role="status">
      {problems.map((problem) => (
        <Alert
          key={`${problem.from}${problem.code}${problem.line ?? ""}${problem.column ?? ""}`}
          color="yellow"
          variant="light"
          mb="xs"
        >
          {t(`parseProblem.${problem.code}`)}
        </Alert>
      ))}
      {variables.length > 0 && (
        <Text size="sm" c="dimmed">
          {t("new.found", { count: variables.length })}{" "}
          <span className="sluice-mono">
            {variables
              .slice(0, 8)
              .map(({ key }) => key)
              .join(", ")}
            {variables.length > 8 ? ", …" : ""}
          </span>
        </Text>
      )}
      {basic !== undefined && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t("new.foundBasic", { username: basic.username })}
          </Text>
        </Group>
      )}
    </div>
  );
}
