import { Breadcrumbs, Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page-header.module.css";
import { usePageTitle } from "./use-page-title.ts";

export interface PageHeaderProps {
  /** A text also names the browser's tab. */
  readonly title: ReactNode;
  /** Beside the title: a state, a count. */
  readonly badge?: ReactNode;
  /** One line below the title. */
  readonly subtitle?: ReactNode;
  /** Buttons on the right. */
  readonly actions?: ReactNode;
  /** Links to what stands above this page, the nearest last. */
  readonly breadcrumbs?: readonly ReactNode[];
  /** Name of the breadcrumbs for screen readers. */
  readonly breadcrumbsLabel?: string;
}

/** The top of a page: where it stands, what it is, what can be done. It stays in sight while the page scrolls. */
export function PageHeader({
  title,
  badge,
  subtitle,
  actions,
  breadcrumbs,
  breadcrumbsLabel,
}: PageHeaderProps) {
  usePageTitle(typeof title === "string" ? title : undefined);
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        {breadcrumbs !== undefined && breadcrumbs.length > 0 && (
          <nav aria-label={breadcrumbsLabel}>
            <Breadcrumbs separator="/" separatorMargin={6} className={classes.crumbs ?? ""}>
              {breadcrumbs}
            </Breadcrumbs>
          </nav>
        )}
        <Group gap="xs" wrap="nowrap">
          <Title order={1} className={classes.title ?? ""}>
            {title}
          </Title>
          {badge}
        </Group>
        {subtitle !== undefined && (
          <Text size="sm" c="dimmed" truncate>
            {subtitle}
          </Text>
        )}
      </div>
      {actions !== undefined && (
        <Group gap="xs" className={classes.actions ?? ""}>
          {actions}
        </Group>
      )}
    </header>
  );
}

/** The padded room below a header. */
export function PageBody({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div className={classes.body} data-narrow={narrow || undefined}>
      {children}
    </div>
  );
}
