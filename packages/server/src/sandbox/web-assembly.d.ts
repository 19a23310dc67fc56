/** What `child.mjs` uses of WebAssembly: TypeScript has it in its library for browsers only. */
declare namespace WebAssembly {
  class Module {
    private readonly module: never;
  }
  class Memory {
    constructor(pages: { readonly initial: number; readonly maximum: number });
    readonly buffer: ArrayBuffer;
  }
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
}
