import { IconFilterOff, type TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { EmptyState } from "./empty-state.tsx";

export interface NothingListedProps {
  /** Nothing passes the filter; else there is nothing yet. */
  readonly filtered: boolean;
  /** Of what would be listed. */
  readonly icon: TablerIcon;
  readonly title: string;
  readonly children: ReactNode;
}

/** A list with nothing in it. */
export function NothingListed({ filtered, icon, title, children }: NothingListedProps) {
  const Icon = filtered ? IconFilterOff : icon;
  return (
    <EmptyState icon={<Icon size={28} stroke={1.5} />} title={title}>
      {children}
    </EmptyState>
  );
}
