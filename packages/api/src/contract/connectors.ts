import { oc } from "@orpc/contract";
import { connectorIdSchema, operationIdSchema } from "@sluice/workflow/node-contract";
import { z } from "zod";
import { deleteInput } from "../schemas/common.ts";
import {
  baseUrlSchema,
  connectorNameSchema,
  connectorOperationAnswerSchema,
  connectorSchema,
  connectorSourceSchema,
  foundOperationSchema,
  importedConnectorSchema,
  readConnectorSchema,
  shippedConnectorSchema,
  wholeConnectorSchema,
} from "../schemas/connectors.ts";

const tags = ["Connectors"];
const id = z.object({ id: z.string() });
const source = { source: connectorSourceSchema, baseUrl: baseUrlSchema.optional() };

export const connectors = {
  list: oc
    .route({ method: "GET", path: "/connectors", tags, summary: "Connectors by name, with who uses them" })
    .output(z.object({ items: z.array(connectorSchema) })),
  create: oc
    .route({
      method: "POST",
      path: "/connectors",
      tags,
      successStatus: 201,
      summary: "Make a connector of an OpenAPI document",
      description:
        "OpenAPI 3.0, 3.1, 3.2 or Swagger 2.0, as text, from a URL, or one that comes with Sluice. 422 `invalid-openapi` says why a document is not taken; `notices` says what of it was left out.",
    })
    .input(z.object({ ...source, name: connectorNameSchema.optional(), id: connectorIdSchema.optional() }))
    .output(importedConnectorSchema),
  read: oc
    .route({
      method: "POST",
      path: "/connectors/read",
      tags,
      summary: "Read an OpenAPI document without saving anything",
      description: "With the `id` of a connector: what importing it there would change.",
    })
    .input(z.object({ ...source, id: z.string().optional() }))
    .output(readConnectorSchema),
  shipped: oc
    .route({ method: "GET", path: "/connectors/shipped", tags, summary: "Connectors that come with Sluice" })
    .output(z.object({ items: z.array(shippedConnectorSchema) })),
  operations: oc
    .route({
      method: "GET",
      path: "/connectors/operations",
      tags,
      summary: "Operations of all connectors, by connector and in the order of its document",
      description: "`q`: only those that hold all of its words.",
    })
    .input(
      z.object({
        q: z.string().max(200).optional(),
        limit: z.coerce.number().int().min(1).max(5000).optional(),
      }),
    )
    .output(z.object({ items: z.array(foundOperationSchema) })),
  get: oc
    .route({ method: "GET", path: "/connectors/{id}", tags, summary: "One connector with its operations" })
    .input(id)
    .output(wholeConnectorSchema),
  operation: oc
    .route({
      method: "GET",
      path: "/connectors/{id}/operations/{operation}",
      tags,
      summary: "One operation with its parameters",
    })
    .input(z.object({ id: z.string(), operation: operationIdSchema }))
    .output(connectorOperationAnswerSchema),
  change: oc
    .route({
      method: "PATCH",
      path: "/connectors/{id}",
      tags,
      summary: "Rename a connector, or give it another base URL",
      description: "Nodes that were made from it stay as they are..",
    })
    .input(
      z.object({
        id: z.string(),
        name: connectorNameSchema.optional(),
        baseUrl: baseUrlSchema.optional(),
      }),
    )
    .output(connectorSchema),
  update: oc
    .route({
      method: "POST",
      path: "/connectors/{id}/import",
      tags,
      summary: "Import the document again",
      description:
        "Without `source`: from where it came, which a pasted text cannot say (422 `invalid-request`). Name and a base URL of one's own stay.",
    })
    .input(
      z.object({
        id: z.string(),
        source: connectorSourceSchema.optional(),
        baseUrl: baseUrlSchema.optional(),
      }),
    )
    .output(importedConnectorSchema),
  delete: oc
    .route({
      method: "DELETE",
      path: "/connectors/{id}",
      tags,
      successStatus: 204,
      summary: "Delete a connector",
      description:
        "409 `connector-in-use` while a node of a draft or a published version was made from it, unless `force` is true: those nodes go on as they are, without the form of their operation.",
    })
    .input(z.object(deleteInput)),
};
