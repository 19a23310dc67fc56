import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that a step may call, and how often it was. */
export interface Shop {
  readonly url: string;
  readonly asked: number;
  close(): Promise<void>;
}

/** Answers each request with a stock and the count of requests; under `/broken` with 404. */
export async function startShop(): Promise<Shop> {
  let asked = 0;
  const server = createServer(({ url }, response) => {
    asked += 1;
    if (url === "/broken") response.statusCode = 404;
    response.setHeader("content-type", "application/json").end(JSON.stringify({ stock: 5, asked }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get asked() {
      return asked;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A step that computes. */
export const compute = (expression: string, more: object = {}) => ({
  ...{ type: "transform", config: { expression } },
  ...more,
});
