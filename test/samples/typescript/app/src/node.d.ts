// The few words of Node that the sample uses, for no registry can be asked for its types.
declare module 'fs' {
  export function readFileSync(path: string, encoding: 'utf8'): string;
}
declare module 'http' {
  interface Response {
    writeHead(status: number, headers: Readonly<Record<string, string>>): this;
    end(body: string): void;
  }
  export function createServer(answer: (request: { readonly url: string }, response: Response) => void): {
    listen(port: number): void;
  };
}
declare module 'path' {
  export function join(...parts: readonly string[]): string;
}
declare module 'words' {
  export const words: readonly string[];
}
declare const __dirname: string;
declare const process: {
  readonly env: Readonly<Record<string, string | undefined>>;
  on(signal: 'SIGTERM', end: () => void): void;
  exit(code: number): never;
};
