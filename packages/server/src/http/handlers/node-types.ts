import type { NodeTypeDescription } from "@sluice/api/schemas";
import { formOf, type NodeDefinition, type NodeTypes } from "@sluice/workflow/node-contract";
import { z } from "zod";
import type { ContractImplementer } from "../router.ts";

export interface NodeTypesHandlersGiven {
  readonly types: NodeTypes;
}

export function nodeTypesHandlers(api: ContractImplementer, { types }: NodeTypesHandlersGiven) {
  const items = Object.values(types).map(describe);
  return { list: api.nodeTypes.list.handler(() => ({ items })) };
}

/** A node type as plain JSON. Its functions stay behind. */
function describe(definition: NodeDefinition): NodeTypeDescription {
  const { type, version, kind, title, summary, icon, ports, dynamicPorts, config, output, example } =
    definition;
  return {
    ...{ type, version, kind, title, summary, icon, example },
    ports: Object.entries(ports).map(([port, label]) => ({ port, label })),
    dynamicPorts: dynamicPorts !== undefined,
    configSchema: jsonSchema(config, "input"),
    outputSchema: jsonSchema(output, "output"),
    form: plain(formOf(definition)),
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): NodeTypeDescription["configSchema"] {
  return plain(z.toJSONSchema(schema, { io, unrepresentable: "any" }));
}

/** What JSON keeps of a value. */
function plain<Shape>(value: unknown): Shape {
  return JSON.parse(JSON.stringify(value));
}
