import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { DataTable, type DataTableProps } from "../ui/data-table.tsx";
import { ProblemState } from "./problem-state.tsx";

export interface PagedListProps<Item> extends Pick<DataTableProps<Item>, "label" | "columns" | "rowId"> {
  readonly list: UseInfiniteQueryResult<InfiniteData<{ readonly items: readonly Item[] }>>;
  /** In the place of the table where there is nothing to list. */
  readonly empty: ReactNode;
  /** Said before the table, and only there. */
  readonly hint?: ReactNode;
}

/** A list of the API that comes page by page: why it did not come, that nothing is in it, or its table. */
export function PagedList<Item>({ list, empty, hint, ...table }: PagedListProps<Item>) {
  const items = list.data?.pages.flatMap((page) => page.items);
  if (list.isError && items === undefined)
    return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (items?.length === 0) return empty;
  return (
    <>
      {hint}
      <DataTable
        {...table}
        items={items}
        hasMore={list.hasNextPage}
        loadingMore={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
      />
    </>
  );
}
