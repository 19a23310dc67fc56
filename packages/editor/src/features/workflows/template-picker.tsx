import { Loader, Radio, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api/client.ts";
import { ProblemState } from "../../api/problem-state.tsx";
import { useLanguage } from "../node-card/use-language.ts";
import classes from "./new-workflow.module.css";

export interface PickedTemplate {
  readonly key: string;
  readonly title: string;
}

export interface TemplatePickerProps {
  readonly value: string | null;
  readonly onChange: (template: PickedTemplate) => void;
}

/** The templates with what each is for. */
export function TemplatePicker({ value, onChange }: TemplatePickerProps) {
  const { t } = useTranslation("workflows");
  const language = useLanguage();
  const list = useQuery(api.templates.list.queryOptions());
  if (list.isError) return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Loader size="sm" aria-label={t("new.loading")} />;
  return (
    <Radio.Group
      label={t("new.which")}
      value={value}
      onChange={(key) => {
        const found = list.data.items.find((one) => one.key === key);
        if (found) onChange({ key, title: found.title[language] });
      }}
    >
      <div className={classes.templates}>
        {list.data.items.map(({ key, title, description, mode }) => (
          <Radio.Card key={key} value={key} className={classes.card ?? ""}>
            <Radio.Indicator size="xs" />
            <span>
              <Text component="span" display="block" fw={600}>
                {title[language]}
              </Text>
              <Text component="span" display="block" size="sm" c="dimmed">
                {description[language]} {t(`mode.${mode}`)}
                {"."}
              </Text>
            </span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
