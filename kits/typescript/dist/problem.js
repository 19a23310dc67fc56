/** The problem in an answer; undefined: there is none. */
export function readProblem(contentType, body) {
    if (!contentType?.startsWith("application/problem+json"))
        return undefined;
    try {
        const value = JSON.parse(body);
        return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string"
            ? value
            : undefined;
    }
    catch {
        return undefined;
    }
}
