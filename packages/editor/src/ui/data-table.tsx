import { Button, Skeleton, VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./data-table.module.css";
import { ScrollRegion } from "./scroll-region.tsx";

export interface Column<Item> {
  readonly id: string;
  readonly title: string;
  readonly cell: (item: Item) => ReactNode;
  /** Figures and buttons stand at the end. */
  readonly end?: boolean;
  /** The title is for screen readers only (a column of buttons). */
  readonly titleHidden?: boolean;
  /** Takes this share of the room, and is cut with an ellipsis where that is too little. */
  readonly share?: string;
}

export interface DataTableProps<Item> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  /** Undefined while loading. */
  readonly items: readonly Item[] | undefined;
  readonly rowId: (item: Item) => string;
  readonly hasMore?: boolean;
  readonly loadingMore?: boolean;
  readonly onMore?: () => void;
}

/** A list of records with a skeleton while it loads and a button for the next page. */
export function DataTable<Item>(props: DataTableProps<Item>) {
  const { label, columns, items, rowId, hasMore = false, loadingMore = false, onMore } = props;
  const { t } = useTranslation("ui");
  return (
    <>
      <ScrollRegion as="section" className={classes.frame} aria-label={label}>
        <table className={classes.table} aria-busy={items === undefined}>
          <thead>
            <tr>
              {columns.map(({ id, title, end, titleHidden, share }) => (
                <th key={id} scope="col" data-end={end || undefined} style={{ width: share }}>
                  {titleHidden === true ? <VisuallyHidden>{title}</VisuallyHidden> : title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items === undefined
              ? [70, 55, 80, 60, 75].map((width) => (
                  <LoadingRow key={width} columns={columns.length} width={width} />
                ))
              : items.map((item) => (
                  <tr key={rowId(item)}>
                    {columns.map(({ id, cell, end, share }) => (
                      <td key={id} data-end={end || undefined} data-share={share !== undefined || undefined}>
                        {cell(item)}
                      </td>
                    ))}
                  </tr>
                ))}
          </tbody>
        </table>
      </ScrollRegion>
      {hasMore && (
        <div className={classes.foot}>
          <Button variant="default" loading={loadingMore} onClick={onMore}>
            {t("table.more")}
          </Button>
        </div>
      )}
    </>
  );
}

function LoadingRow({ columns, width }: { columns: number; width: number }) {
  return (
    <tr>
      {Array.from({ length: columns }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing but the position tells these apart, and they never move
        <td key={index}>
          <Skeleton height={10} width={`${index === 0 ? width : width - 20}%`} />
        </td>
      ))}
    </tr>
  );
}
