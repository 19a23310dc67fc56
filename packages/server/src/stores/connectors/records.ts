import type { FoundOperation } from "@sluice/api/schemas";
import type { ConnectorOperation } from "@sluice/workflow/connectors";
import type { ConnectorRecord } from "./store.ts";

interface ConnectorRow extends Omit<ConnectorRecord, "source" | "signIn"> {
  readonly nameKey: string;
  readonly source: string;
  readonly signIn: string;
}

interface OperationRow {
  readonly connectorId: string;
  readonly id: string;
  readonly position: number;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly tag: string | null;
  readonly deprecated: number;
  readonly content: string;
}

export function toConnectorRow({ source, signIn, ...rest }: ConnectorRecord): ConnectorRow {
  const nameKey = rest.name.toLowerCase();
  return { ...rest, nameKey, source: JSON.stringify(source), signIn: JSON.stringify(signIn) };
}

export function toConnector({ nameKey: _, source, signIn, ...rest }: ConnectorRow): ConnectorRecord {
  // Their shapes were checked on their way in.
  return {
    ...rest,
    source: JSON.parse(source) as ConnectorRecord["source"],
    signIn: JSON.parse(signIn) as ConnectorRecord["signIn"],
  };
}

export function toOperationRows(
  connectorId: string,
  operations: readonly ConnectorOperation[],
): OperationRow[] {
  return operations.map((operation, position) => {
    const { id, method, path, summary, tag } = operation;
    const deprecated = operation.deprecated ? 1 : 0;
    return {
      ...{ connectorId, id, position, method, path, summary, tag, deprecated },
      content: JSON.stringify(operation),
    };
  });
}

export function toOperation({ content }: { readonly content: string }): ConnectorOperation {
  return JSON.parse(content) as ConnectorOperation;
}

export function toHead({
  deprecated,
  method,
  ...rest
}: Omit<OperationRow, "position" | "content" | "connectorId"> & {
  readonly connector: string;
  readonly connectorName: string;
}): FoundOperation {
  return { ...rest, method: method as FoundOperation["method"], deprecated: deprecated === 1 };
}
