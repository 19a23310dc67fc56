import { describe, expect, it } from "vitest";
import { findRoute } from "./routes.ts";

describe("finding a route", () => {
  it.each([
    ["GET", "/workflows", "workflows.list"],
    ["GET", "/workflows/", "workflows.list"],
    ["PUT", "/workflows/wf_1", "workflows.save"],
    ["GET", "/workflows/versions", "workflows.get"],
    ["GET", "/workflows/wf_1/versions", "versions.list"],
    ["POST", "/workflows/a%2Fb/versions/3/restore", "versions.restore"],
  ])("%s %s is %s", (method, path, procedure) => {
    expect(findRoute(method, path)).toMatchObject({ kind: "found", route: { procedure } });
  });

  it.each([
    ["PATCH", "/workflows/wf_1", "GET, PUT, DELETE"],
    ["POST", "/live", "GET"],
    ["OPTIONS", "/session", "GET, POST, DELETE"],
    ["HEAD", "/setup", "GET, POST"],
  ])("%s %s is answered with what is allowed", (method, path, allow) => {
    expect(findRoute(method, path)).toEqual({ kind: "wrong-method", allow });
  });

  it.each([
    "",
    "/",
    "/nothing",
    "/Workflows",
    "/workflows//publish",
    "/workflows/a/b",
    "/workflows/%E0%A4%A",
    "/workflows/../session",
  ])("%j is unknown", (path) => {
    expect(findRoute("GET", path)).toEqual({ kind: "unknown" });
  });
});
