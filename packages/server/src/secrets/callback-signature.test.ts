import { expect, test } from "vitest";
import { createCallbackSigner } from "./callback-signature.ts";

const place = { executionId: "exe_01M8C1BQ9R5FKYY85257SRH0YY", node: "paid", frame: "each[2]" };
const signer = createCallbackSigner("a master key of thirty-two letters");
const path = signer.pathOf(place);

test("the path of a step leads back to it", () => {
  expect(signer.placeOf(path)).toEqual(place);
});

test.each([
  ["a letter more", `${path}x`],
  ["padding", `${path}=`],
  ["a dot", `${path}.`],
  ["a letter less", path.slice(0, -1)],
  ["nothing", path.slice(0, path.lastIndexOf("/") + 1)],
  ["the signature of another step", path.replace("paid", "sent")],
  ["the signature of another key", createCallbackSigner("another key of thirty-two letters").pathOf(place)],
])("a signature that is not exactly ours leads nowhere: %s", (_, wrong) => {
  expect(signer.placeOf(wrong)).toBeUndefined();
});
