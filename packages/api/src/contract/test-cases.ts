import { oc } from "@orpc/contract";
import { documentSchema } from "@sluice/workflow/document";
import { z } from "zod";
import { testCaseInputSchema, testCaseSchema, testRunSchema } from "../schemas/test-cases.ts";

const tags = ["Test cases"];
const ofWorkflow = z.object({ id: z.string() });
const one = ofWorkflow.extend({ test: z.string() });

export const testCases = {
  list: oc
    .route({
      method: "GET",
      path: "/workflows/{id}/tests",
      tags,
      summary: "Test cases of a workflow, by name",
    })
    .input(ofWorkflow)
    .output(z.object({ items: z.array(testCaseSchema) })),
  create: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/tests",
      tags,
      successStatus: 201,
      summary: "Make a test case",
    })
    .input(ofWorkflow.extend({ test: testCaseInputSchema }))
    .output(testCaseSchema),
  fromDelivery: oc
    .route({
      method: "POST",
      path: "/deliveries/{id}/test",
      tags,
      successStatus: 201,
      summary: "Make a test case of a delivery and of what came of it",
      description:
        "It expects what happened: the answer's status, how the execution ended, which steps ran. What steps that reach outside answered is recorded. 409 `body-not-kept` when its body was not kept whole.",
    })
    .input(ofWorkflow.extend({ name: z.string().trim().min(1).max(200).optional() }))
    .output(testCaseSchema),
  save: oc
    .route({
      method: "PUT",
      path: "/workflows/{id}/tests/{test}",
      tags,
      summary: "Replace a test case",
    })
    .input(one.extend({ content: testCaseInputSchema }))
    .output(testCaseSchema),
  delete: oc
    .route({
      method: "DELETE",
      path: "/workflows/{id}/tests/{test}",
      tags,
      successStatus: 204,
      summary: "Delete a test case",
    })
    .input(one),
  run: oc
    .route({
      method: "POST",
      path: "/workflows/{id}/tests/run",
      tags,
      summary: "Run test cases, all of them or those named, without effects outside",
      description:
        "Nothing is stored, sent, published or called: steps that reach outside answer what the test case recorded.",
    })
    .input(
      ofWorkflow.extend({
        tests: z.array(z.string()).max(500).optional(),
        version: z.union([z.literal("draft"), z.int().min(1)]).optional(),
        /** In the place of the stored draft. */
        document: documentSchema.optional(),
      }),
    )
    .output(testRunSchema),
};
